#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Writes EVTX for tests: valid files, whose bytes the tests then damage.
namespace yaral::ingest::evtx_writer {

class BinXml;
using Body = std::function<void(BinXml&)>;

// The value of a substitution: bytes, or BinXML that is written in place.
struct Value {
  std::uint8_t type = 0;
  std::string bytes;
  Body nested;
};

Value null();
Value text(std::u16string_view text);
Value raw(std::uint8_t type, std::string bytes);
Value nested(Body body);

template <typename T>
Value number(std::uint8_t type, T value) {
  return raw(type, std::string(reinterpret_cast<const char*>(&value), sizeof(value)));
}

// Appends tokens to a chunk. Names are written where they are first used, later uses refer to them.
class BinXml {
 public:
  BinXml(std::string& chunk, std::map<std::string, std::uint32_t>& names, bool in_definition)
      : chunk_(chunk), names_(names), in_definition_(in_definition) {}

  BinXml& header();  // of the fragment
  BinXml& open(std::string_view name, bool has_attributes = false);
  BinXml& attribute(std::string_view name, bool more = false);
  BinXml& close_start();  // `>`
  BinXml& close_empty();  // `/>`
  BinXml& end();          // `</…>`
  BinXml& words(std::u16string_view text);
  BinXml& value(std::uint8_t type, std::string_view bytes);
  BinXml& cdata(std::u16string_view text);
  BinXml& char_ref(char16_t c);
  BinXml& entity(std::string_view name);
  BinXml& instruction(std::string_view target, std::u16string_view text);
  BinXml& substitution(std::uint16_t index, std::uint8_t type, bool optional = true);
  BinXml& eof();

  // `<name attribute="words">…` and `<name>words</name>`.
  BinXml& leaf(std::string_view name, std::u16string_view text);
  BinXml& leaf(std::string_view name, std::uint16_t index, std::uint8_t type);
  BinXml& datum(std::u16string_view name, std::uint16_t index, std::uint8_t type);

  // A template instance here; `definition` is written here too when `inline_definition`.
  BinXml& instance(std::uint32_t id, std::uint32_t definition_offset, const std::vector<Value>& values);
  std::uint32_t inline_instance(std::uint32_t id, const Body& definition, const std::vector<Value>& values);

  template <typename T>
  BinXml& put(T value) {
    chunk_.append(reinterpret_cast<const char*>(&value), sizeof(value));
    return *this;
  }
  std::string& bytes() { return chunk_; }

 private:
  struct Open {
    std::size_t size_at = 0;        // of the element's size
    std::size_t attributes_at = 0;  // of the size of the attribute list; 0 without attributes
  };

  void name(std::string_view name);
  void counted(std::u16string_view text);
  void close_attributes();
  void values(const std::vector<Value>& values);
  void patch(std::size_t at, std::uint32_t value);

  std::string& chunk_;
  std::map<std::string, std::uint32_t>& names_;
  bool in_definition_;
  std::vector<Open> open_;
};

struct Template {
  std::uint32_t id = 0;
  Body body;  // without fragment header and end
};

class ChunkWriter {
 public:
  explicit ChunkWriter(std::uint64_t first_record = 1);

  // A record that is an instance of `form`. False, and nothing changed, when the chunk has no room for it.
  bool add(const Template& form, const std::vector<Value>& values);
  // A record that holds whatever `body` writes.
  bool add(const Body& body);

  // The chunk with its checksums: 64 KiB.
  std::string finish() const;

  std::uint64_t next_record() const { return next_record_; }
  std::size_t used() const { return chunk_.size(); }
  const std::vector<std::uint32_t>& record_offsets() const { return offsets_; }

 private:
  std::string chunk_;
  std::map<std::string, std::uint32_t> names_;
  std::map<std::uint32_t, std::uint32_t> templates_;  // id → offset
  std::vector<std::uint32_t> offsets_;
  std::uint64_t first_record_;
  std::uint64_t next_record_;
};

// Recomputes a chunk's checksums after its bytes were changed on purpose.
void seal(std::string& chunk);

struct FileOptions {
  std::uint16_t chunks_in_header = UINT16_MAX;  // UINT16_MAX: as many as there are
  bool dirty = false;
};
std::string write_file(const std::vector<std::string>& chunks, FileOptions options = {});

// A form like those of Windows: values 0-9 fill System (record id, event id, time, process, thread, level, keywords,
// user, activity, version), the ones from 10 on the data of these names.
Template event_form(std::uint32_t id, std::vector<std::u16string> data_names);
std::vector<Value> event_values(std::uint64_t record_id, std::uint16_t event_id, std::vector<Value> data);

// 2024-01-02T03:04:05.6789012Z, the time in event_values().
constexpr std::uint64_t kEventTime = 133486382456789012;

}  // namespace yaral::ingest::evtx_writer
