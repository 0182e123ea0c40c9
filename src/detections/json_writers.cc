#include "detections/collection_json.h"
#include "detections/writers.h"

namespace yaral::detections {

namespace {

class NdjsonWriter : public Writer {
 public:
  explicit NdjsonWriter(std::ostream& out) : out_(out) {}

  void write(const Detection& detection) override {
    std::string line;
    append_collection(line, detection);
    line += '\n';
    out_ << line;
  }

 private:
  std::ostream& out_;
};

// An array with one element a line, so that large results stay readable and diff well.
class JsonWriter : public Writer {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  void write(const Detection& detection) override {
    std::string element = first_ ? "[\n" : ",\n";
    first_ = false;
    append_collection(element, detection);
    out_ << element;
  }

  void finish() override { out_ << (first_ ? "[]\n" : "\n]\n"); }

 private:
  std::ostream& out_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<Writer> make_json_writer(std::ostream& out) { return std::make_unique<JsonWriter>(out); }
std::unique_ptr<Writer> make_ndjson_writer(std::ostream& out) { return std::make_unique<NdjsonWriter>(out); }

}  // namespace yaral::detections
