#include "unit/ingest/evtx_writer.h"

#include <cstring>

#include "ingest/evtx_crc32.h"

namespace yaral::ingest::evtx_writer {
namespace {

constexpr std::size_t kChunkSize = 65536;
constexpr std::size_t kFirstRecord = 512;

template <typename T>
void set(std::string& bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof(value));
}

std::uint32_t sum_of(std::string_view bytes, std::uint32_t before = 0) {
  return evtx::crc32(before, reinterpret_cast<const evtx::Byte*>(bytes.data()), bytes.size());
}

std::string units(std::u16string_view text) { return {reinterpret_cast<const char*>(text.data()), text.size() * 2}; }

// The id, then bytes that no test looks at.
std::string template_guid(std::uint32_t id) {
  std::string guid(16, '\x42');
  set(guid, 0, id);
  return guid;
}

}  // namespace

Value null() { return {}; }
Value text(std::u16string_view text) { return {.type = 1, .bytes = units(text)}; }
Value raw(std::uint8_t type, std::string bytes) { return {.type = type, .bytes = std::move(bytes)}; }
Value nested(Body body) { return {.type = 0x21, .bytes = {}, .nested = std::move(body)}; }

BinXml& BinXml::header() { return put<std::uint32_t>(0x0001010f); }

BinXml& BinXml::open(std::string_view element, bool has_attributes) {
  put<std::uint8_t>(has_attributes ? 0x41 : 0x01);
  if (in_definition_) put<std::uint16_t>(0xffff);
  Open opened{.size_at = chunk_.size()};
  put<std::uint32_t>(0);
  name(element);
  if (has_attributes) {
    opened.attributes_at = chunk_.size();
    put<std::uint32_t>(0);
  }
  open_.push_back(opened);
  return *this;
}

BinXml& BinXml::attribute(std::string_view attribute_name, bool more) {
  put<std::uint8_t>(more ? 0x46 : 0x06);
  name(attribute_name);
  return *this;
}

void BinXml::close_attributes() {
  if (const std::size_t at = open_.back().attributes_at; at != 0) {
    patch(at, static_cast<std::uint32_t>(chunk_.size() - at - 4));
  }
}

BinXml& BinXml::close_start() {
  close_attributes();
  return put<std::uint8_t>(0x02);
}

BinXml& BinXml::close_empty() {
  close_attributes();
  put<std::uint8_t>(0x03);
  patch(open_.back().size_at, static_cast<std::uint32_t>(chunk_.size() - open_.back().size_at - 4));
  open_.pop_back();
  return *this;
}

BinXml& BinXml::end() {
  put<std::uint8_t>(0x04);
  patch(open_.back().size_at, static_cast<std::uint32_t>(chunk_.size() - open_.back().size_at - 4));
  open_.pop_back();
  return *this;
}

BinXml& BinXml::words(std::u16string_view text) {
  put<std::uint8_t>(0x05).put<std::uint8_t>(0x01);
  counted(text);
  return *this;
}

BinXml& BinXml::value(std::uint8_t type, std::string_view bytes) {
  put<std::uint8_t>(0x05).put(type);
  chunk_ += bytes;
  return *this;
}

BinXml& BinXml::cdata(std::u16string_view text) {
  put<std::uint8_t>(0x07);
  counted(text);
  return *this;
}

BinXml& BinXml::char_ref(char16_t c) { return put<std::uint8_t>(0x08).put(c); }

BinXml& BinXml::entity(std::string_view entity_name) {
  put<std::uint8_t>(0x09);
  name(entity_name);
  return *this;
}

BinXml& BinXml::instruction(std::string_view target, std::u16string_view text) {
  put<std::uint8_t>(0x0a);
  name(target);
  put<std::uint8_t>(0x0b);
  counted(text);
  return *this;
}

BinXml& BinXml::substitution(std::uint16_t index, std::uint8_t type, bool optional) {
  return put<std::uint8_t>(optional ? 0x0e : 0x0d).put(index).put(type);
}

BinXml& BinXml::eof() { return put<std::uint8_t>(0); }

BinXml& BinXml::leaf(std::string_view element, std::u16string_view text) {
  return open(element).close_start().words(text).end();
}

BinXml& BinXml::leaf(std::string_view element, std::uint16_t index, std::uint8_t type) {
  return open(element).close_start().substitution(index, type).end();
}

BinXml& BinXml::datum(std::u16string_view datum_name, std::uint16_t index, std::uint8_t type) {
  return open("Data", true).attribute("Name").words(datum_name).close_start().substitution(index, type).end();
}

BinXml& BinXml::instance(std::uint32_t id, std::uint32_t definition_offset, const std::vector<Value>& instance_values) {
  put<std::uint8_t>(0x0c).put<std::uint8_t>(1).put(id).put(definition_offset);
  values(instance_values);
  return *this;
}

std::uint32_t BinXml::inline_instance(std::uint32_t id, const Body& definition,
                                      const std::vector<Value>& instance_values) {
  put<std::uint8_t>(0x0c).put<std::uint8_t>(1).put(id);
  const auto offset = static_cast<std::uint32_t>(chunk_.size() + 4);
  put(offset).put<std::uint32_t>(0);
  chunk_ += template_guid(id);
  const std::size_t size_at = chunk_.size();
  put<std::uint32_t>(0);
  BinXml inner(chunk_, names_, true);
  inner.header();
  definition(inner);
  inner.eof();
  patch(size_at, static_cast<std::uint32_t>(chunk_.size() - size_at - 4));
  values(instance_values);
  return offset;
}

void BinXml::values(const std::vector<Value>& all) {
  put(static_cast<std::uint32_t>(all.size()));
  const std::size_t descriptors = chunk_.size();
  chunk_.append(4 * all.size(), '\0');
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t begin = chunk_.size();
    if (all[i].nested) {
      BinXml inner(chunk_, names_, false);
      all[i].nested(inner);
    } else {
      chunk_ += all[i].bytes;
    }
    set(chunk_, descriptors + 4 * i, static_cast<std::uint16_t>(chunk_.size() - begin));
    set(chunk_, descriptors + 4 * i + 2, all[i].type);
  }
}

void BinXml::name(std::string_view text) {
  const auto here = static_cast<std::uint32_t>(chunk_.size() + 4);
  const auto [known, is_new] = names_.try_emplace(std::string(text), here);
  put(known->second);
  if (!is_new) return;
  std::uint32_t hash = 0;
  for (const char c : text) hash = hash * 65599 + static_cast<unsigned char>(c);
  put<std::uint32_t>(0).put(static_cast<std::uint16_t>(hash)).put(static_cast<std::uint16_t>(text.size()));
  for (const char c : text) put(static_cast<char16_t>(c));
  put<std::uint16_t>(0);
}

void BinXml::counted(std::u16string_view text) {
  put(static_cast<std::uint16_t>(text.size()));
  chunk_ += units(text);
}

void BinXml::patch(std::size_t at, std::uint32_t value) { set(chunk_, at, value); }

ChunkWriter::ChunkWriter(std::uint64_t first_record)
    : chunk_(kFirstRecord, '\0'), first_record_(first_record), next_record_(first_record) {}

bool ChunkWriter::add(const Template& form, const std::vector<Value>& values) {
  const auto known = templates_.find(form.id);
  std::uint32_t offset = 0;
  const bool added = add([&](BinXml& xml) {
    xml.header();
    if (known != templates_.end()) {
      xml.instance(form.id, known->second, values);
    } else {
      offset = xml.inline_instance(form.id, form.body, values);
    }
    xml.eof();
  });
  if (added && known == templates_.end()) templates_[form.id] = offset;
  return added;
}

bool ChunkWriter::add(const Body& body) {
  const auto names_before = names_;
  const std::size_t begin = chunk_.size();
  BinXml xml(chunk_, names_, false);
  xml.put<std::uint32_t>(0x00002a2a).put<std::uint32_t>(0).put(next_record_).put(kEventTime);
  body(xml);
  while (chunk_.size() % 8 != 4) chunk_ += '\0';
  const auto size = static_cast<std::uint32_t>(chunk_.size() + 4 - begin);
  xml.put(size);
  if (chunk_.size() > kChunkSize) {
    chunk_.resize(begin);
    names_ = names_before;
    return false;
  }
  set(chunk_, begin + 4, size);
  offsets_.push_back(static_cast<std::uint32_t>(begin));
  ++next_record_;
  return true;
}

std::string ChunkWriter::finish() const {
  std::string chunk = chunk_;
  chunk.replace(0, 8, std::string_view("ElfChnk\0", 8));
  const std::uint64_t last = next_record_ - 1;
  set(chunk, 8, first_record_);
  set(chunk, 16, last);
  set(chunk, 24, first_record_);
  set(chunk, 32, last);
  set<std::uint32_t>(chunk, 40, 128);
  set<std::uint32_t>(chunk, 44, offsets_.empty() ? 0 : offsets_.back());
  set(chunk, 48, static_cast<std::uint32_t>(chunk_.size()));
  chunk.resize(kChunkSize);
  seal(chunk);
  return chunk;
}

void seal(std::string& chunk) {
  std::uint32_t end = 0;
  std::memcpy(&end, chunk.data() + 48, 4);
  const std::string_view view = chunk;
  set(chunk, 52, sum_of(view.substr(kFirstRecord, end - kFirstRecord)));
  set(chunk, 124, sum_of(view.substr(128, kFirstRecord - 128), sum_of(view.substr(0, 120))));
}

std::string write_file(const std::vector<std::string>& chunks, FileOptions options) {
  const auto count = static_cast<std::uint16_t>(chunks.size());
  std::string file(4096, '\0');
  file.replace(0, 8, std::string_view("ElfFile\0", 8));
  set<std::uint64_t>(file, 16, count == 0 ? 0 : count - 1);
  set<std::uint64_t>(file, 24, 1);
  set<std::uint32_t>(file, 32, 128);
  set<std::uint32_t>(file, 36, 0x00030001);
  set<std::uint16_t>(file, 40, 4096);
  set<std::uint16_t>(file, 42, options.chunks_in_header == UINT16_MAX ? count : options.chunks_in_header);
  set<std::uint32_t>(file, 120, options.dirty ? 1 : 0);
  set(file, 124, sum_of(std::string_view(file).substr(0, 120)));
  for (const std::string& chunk : chunks) file += chunk;
  return file;
}

Template event_form(std::uint32_t id, std::vector<std::u16string> data_names) {
  return {id, [names = std::move(data_names)](BinXml& xml) {
            xml.open("Event", true).attribute("xmlns").words(u"http://schemas.microsoft.com/win/2004/08/events/event");
            xml.close_start().open("System").close_start();
            xml.open("Provider", true).attribute("Name", true).words(u"Test-Provider");
            xml.attribute("Guid").words(u"{00000000-1111-2222-3333-444444444444}").close_empty();
            xml.leaf("EventID", 1, 0x06).leaf("Version", 9, 0x04).leaf("Level", 5, 0x04).leaf("Task", u"7");
            xml.leaf("Opcode", u"3").leaf("Keywords", 6, 0x15);
            xml.open("TimeCreated", true).attribute("SystemTime").substitution(2, 0x11).close_empty();
            xml.leaf("EventRecordID", 0, 0x0a);
            xml.open("Correlation", true).attribute("ActivityID").substitution(8, 0x0f).close_empty();
            xml.open("Execution", true).attribute("ProcessID", true).substitution(3, 0x08);
            xml.attribute("ThreadID").substitution(4, 0x08).close_empty();
            xml.leaf("Channel", u"Test/Operational").leaf("Computer", u"host.example");
            xml.open("Security", true).attribute("UserID").substitution(7, 0x13).close_empty().end();
            xml.open("EventData").close_start();
            std::uint16_t index = 10;
            for (const std::u16string& name : names) xml.datum(name, index++, 0x01);
            xml.end().end();
          }};
}

std::vector<Value> event_values(std::uint64_t record_id, std::uint16_t event_id, std::vector<Value> data) {
  const std::string local_system{"\x01\x01\0\0\0\0\0\x05\x12\0\0\0", 12};
  std::vector<Value> values = {
      number<std::uint64_t>(0x0a, record_id),
      number<std::uint16_t>(0x06, event_id),
      number<std::uint64_t>(0x11, kEventTime),
      number<std::uint32_t>(0x08, 1234),
      number<std::uint32_t>(0x08, 5678),
      number<std::uint8_t>(0x04, 4),
      number<std::uint64_t>(0x15, 0x8020000000000000),
      raw(0x13, local_system),
      null(),
      number<std::uint8_t>(0x04, 2),
  };
  for (Value& datum : data) values.push_back(std::move(datum));
  return values;
}

}  // namespace yaral::ingest::evtx_writer
