#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "ingest/block_reader.h"
#include "udm/json.h"

namespace {

using namespace yaral;

// Every event must be of the schema, whatever it was made of.
class Checker : public ingest::BatchConsumer {
 public:
  void consume(unsigned, const ingest::EventBatch& batch) override {
    for (const udm::Event& event : batch.events) {
      if (event.json.empty()) check(udm::event_json(event));
    }
  }

 private:
  static void check(const std::string& json) {
    Arena arena;
    udm::JsonDecoder decoder;
    const bool decoded = decoder.decode(json, arena).has_value();
    if (decoded && decoder.notes().unknown_fields.empty() && decoder.notes().bad_values.empty()) return;
    std::fprintf(stderr, "not of the schema: %s\n", json.c_str());
    std::abort();
  }
};

}  // namespace

// The first byte says which log type all records are (0: what they look like), the second whether lines are JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ingest::LogTypes log_types = ingest::LogTypes::shipped();
  if (size < 2) return 0;
  const auto all = log_types.all();
  const std::size_t chosen = data[0] % (all.size() + 1);
  ingest::Collector collector;
  const ingest::ReadContext context{collector, log_types, chosen == 0 ? nullptr : all[chosen - 1].get(),
                                    1 << 20,   1 << 20,   {1767225600, 0}};
  const ingest::ReadOptions options;
  Checker checker;
  ingest::BlockReader reader(0, options, context, checker);
  ingest::Block block;
  block.file = std::make_shared<ingest::FileState>();
  block.kind = data[1] % 2 == 0 ? ingest::BlockKind::kLines : ingest::BlockKind::kJsonLines;
  block.size = size - 2;
  block.bytes = std::shared_ptr<char[]>(new char[block.size + ingest::kJsonPadding]());
  std::memcpy(block.bytes.get(), data + 2, block.size);
  reader.read(block);
  reader.finish_file(*block.file);
  reader.flush();
  return 0;
}
