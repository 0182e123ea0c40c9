#include "ingest/json_records.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "ingest/convert.h"
#include "ingest/generic.h"
#include "ingest/json_dom.h"
#include "ingest/syslog.h"
#include "ingest/unified_log.h"
#include "ingest/windows_normaliser.h"
#include "ingest/windows_xml.h"

namespace yaral::ingest {
namespace {

static_assert(kJsonPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::size_t kDeepestWrapper = 3;
constexpr std::string_view kWrappers[] = {"body",       "result",         "_raw", "_source", "message", "event",
                                          "raw",        "data",           "log",  "hits",    "detail",  "jsonPayload",
                                          "properties", "CloudTrailEvent"};
constexpr std::string_view kLists[] = {"Records", "records", "value",     "items",  "events",  "logs",   "hits",
                                       "data",    "results", "logEvents", "Events", "entries", "Results"};

// Whether what stands before `metadata` is the beginning of the object, or of a wrapper the UDM decoder knows.
bool begins_event(std::string_view before) {
  before = trim(before);
  return before == "{" || before == R"({"udm":{)" || before == R"({"event":{)" || before == R"({"udm": {)" ||
         before == R"({"event": {)";
}

constexpr std::string_view kMetadata = "\"metadata\"";

// Where `metadata` stands in the text; npos in most records that are not UDM. By memmem, as std::string_view::find stops
// at every quote.
std::size_t find_metadata(std::string_view text) {
  if (text.starts_with(R"({"metadata")")) return 1;
  const void* found = memmem(text.data(), text.size(), kMetadata.data(), kMetadata.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

constexpr std::string_view kEventNames[] = {"\"event_type\"", "\"eventType\"", "\"event_timestamp\"",
                                            "\"eventTimestamp\""};

// What stands behind `"event_type"`: whether its value is named as UDM does, in capitals.
bool is_in_capitals(std::string_view rest) {
  rest = trim(rest);
  if (!rest.starts_with(':')) return false;
  rest = trim(rest.substr(1));
  if (!rest.starts_with('"')) return true;
  const auto end = rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", 1);
  return end != std::string_view::npos && rest[end] == '"';
}

// Whether `metadata` comes first and holds something only UDM has there. A look at the text, so that the usual event
// needs no second parse; when it says no, the parser decides.
bool surely_udm(std::string_view text, std::size_t at) {
  if (!begins_event(text.substr(0, at))) return false;
  std::string_view rest = trim(text.substr(at + kMetadata.size(), 40));
  if (!rest.starts_with(':')) return false;
  rest = trim(rest.substr(1));
  if (!rest.starts_with('{')) return false;
  // All the names have their `v` in the same place; a quote, with which they begin, is met much more often.
  const std::string_view near = text.substr(at, 600);
  for (std::size_t found = kMetadata.size(); (found = near.find('v', found)) != std::string_view::npos; ++found) {
    const std::string_view there = near.substr(found - 2);
    const auto name = std::ranges::find_if(kEventNames, [&](std::string_view n) { return there.starts_with(n); });
    if (name == std::end(kEventNames)) continue;
    return !name->ends_with("ype\"") || is_in_capitals(there.substr(name->size(), 80));
  }
  return false;
}

bool is_udm(std::string_view text) {
  const std::size_t at = find_metadata(text);
  return at != std::string_view::npos && (surely_udm(text, at) || udm::looks_like_udm(text));
}

}  // namespace

struct JsonRecordReader::Impl {
  Impl(const udm::Projection* projection, const LogTypes& types, const LogTypeEntry* log_type)
      : decoder(projection), log_types(types), forced(log_type) {}

  udm::JsonDecoder decoder;
  const LogTypes& log_types;
  const LogTypeEntry* forced;
  std::array<simdjson::dom::parser, kDeepestWrapper + 1> parsers;  // by depth of wrapping: a document keeps its parser
  WindowsXmlReader xml;
  WindowsEvent event;
  std::vector<Datum> data;

  // The record being read, and where its events go.
  struct Target {
    RawRecord record;
    ScriptBlocks& blocks;
    Arena& arena;
    EventSink& sink;
  };

  bool decode_udm(std::string_view text, const Target& target) {
    auto decoded = decoder.decode(text, target.arena);
    if (!decoded) {
      std::string repaired;
      if (!repair_json(text, repaired)) return false;
      decoded = decoder.decode(target.arena.copy(repaired), target.arena);
      if (!decoded) return false;
    }
    target.sink.event(*decoded);
    return true;
  }

  std::expected<void, JsonFault> read(const Target& target) {
    const std::string_view text = target.record.text;
    udm::Event known;
    if (decoder.decode_known(text, target.arena, known)) {
      target.sink.event(known);
      return {};
    }
    if (is_udm(text) && decode_udm(text, target)) return {};
    simdjson::dom::parser& parser = parsers[0];
    JsonValue root;
    auto error = parser.parse(text.data(), text.size(), false).get(root);
    std::string repaired;
    if (error != simdjson::SUCCESS && repair_json(text, repaired)) error = parser.parse(repaired).get(root);
    if (error != simdjson::SUCCESS) return std::unexpected(fault(text, error));
    JsonObject object;
    if (root.get(object) != simdjson::SUCCESS) return std::unexpected(JsonFault{"not a JSON object", 0});
    if (!read_object(object, target, 0)) read_unrecognised(object, target);
    return {};
  }

  static JsonFault fault(std::string_view text, simdjson::error_code error) {
    JsonFault found = find_json_fault(text);
    if (found.message.empty()) found.message = simdjson::error_message(error);
    return found;
  }

  // Whether the object, or what it wraps, is an event of a known shape.
  bool read_object(const JsonObject& object, const Target& target, std::size_t depth) {
    if (depth > 0) {
      if (const std::string text = simdjson::minify(object); is_udm(text)) {
        return decode_udm(target.arena.copy(text), target);
      }
    }
    if (read_log_type(object, target)) return true;
    if (read_windows_json(object, event, target.arena)) {
      normalise_event(target, TextLifetime::kRecord);
      return true;
    }
    if (depth == kDeepestWrapper) return false;
    for (const std::string_view name : kWrappers) {
      JsonValue value;
      if (object[name].get(value) == simdjson::SUCCESS && read_wrapped(value, target, depth + 1)) return true;
    }
    for (const std::string_view name : kLists) {
      JsonArray list;
      if (object[name].get(list) == simdjson::SUCCESS && read_list(list, target, depth + 1)) return true;
    }
    return false;
  }

  bool read_log_type(const JsonObject& object, const Target& target) {
    const JsonNode node{object};
    const LogTypeEntry* const entry = forced == nullptr              ? log_types.recognise(node)
                                      : recognised_by(*forced, node) ? forced
                                                                     : nullptr;
    if (entry == nullptr || entry->normaliser == nullptr) return false;
    normalise_as(*entry, node, target);
    return true;
  }

  void normalise_as(const LogTypeEntry& entry, const JsonNode& node, const Target& target) {
    RawRecord record = target.record;
    record.json = &node;
    Workbench bench{target.arena, target.sink, std::move(data)};
    entry.normaliser->normalise(record, bench);
    data = std::move(bench.data);
  }

  void normalise_event(const Target& target, TextLifetime lifetime) {
    event.source = target.record.whole();
    normalise(event, lifetime, target.blocks, target.arena, target.sink);
  }

  bool read_wrapped(JsonValue value, const Target& outer, std::size_t depth) {
    JsonObject object;
    if (value.get(object) == simdjson::SUCCESS) return read_object(object, outer, depth);
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return false;
    Target target = outer;
    text = take_syslog_header(trim(text), target.record.envelope);
    if (text.starts_with('{')) {
      return parsers[depth].parse(std::string(text)).get(object) == simdjson::SUCCESS &&
             read_object(object, target, depth);
    }
    if (text.starts_with('<') && looks_like_event_xml(text.substr(0, 4096))) {
      if (!xml.read(text, event, target.arena)) return false;
      normalise_event(target, TextLifetime::kArena);
      return true;
    }
    return read_line(text, target);
  }

  // A shipper's wrapper around a line of text.
  bool read_line(std::string_view text, const Target& target) {
    RawRecord record = target.record;
    record.source = record.whole();
    record.text = text;
    const LogTypeEntry* const entry = log_types.claim(record);
    if (entry == nullptr || (forced != nullptr && entry != forced)) return false;
    record.text = target.arena.copy(record.text);
    Workbench bench{target.arena, target.sink, std::move(data)};
    entry->normaliser->normalise(record, bench);
    data = std::move(bench.data);
    return true;
  }

  // Whether the list holds events; the first tells. Each then is a record of its own.
  bool read_list(const JsonArray& list, const Target& target, std::size_t depth) {
    bool first = true;
    for (const JsonValue value : list) {
      JsonObject object;
      if (value.get(object) != simdjson::SUCCESS) {
        if (first) return false;
        target.sink.dropped("list of records with something that is no object");
        continue;
      }
      Target inner = target;
      inner.record.text = target.arena.copy(simdjson::minify(object));
      inner.record.source = {};
      if (!read_object(object, inner, depth)) {
        if (first) return false;
        read_unrecognised(object, inner);
      }
      first = false;
    }
    return !first;
  }

  void read_unrecognised(const JsonObject& object, const Target& target) {
    const JsonNode node{object};
    if (is_end_of_unified_log(node)) {
      target.sink.dropped("closing line of `log show`");
      return;
    }
    if (forced != nullptr && forced->normaliser != nullptr) {
      normalise_as(*forced, node, target);
      return;
    }
    RawRecord record = target.record;
    record.json = &node;
    keep_json(record, target.arena, target.sink);
  }
};

JsonRecordReader::JsonRecordReader(const udm::Projection* projection, const LogTypes& log_types,
                                   const LogTypeEntry* forced)
    : impl_(std::make_unique<Impl>(projection, log_types, forced)) {}
JsonRecordReader::~JsonRecordReader() = default;

void JsonRecordReader::open_lines(std::string_view lines) { impl_->decoder.open_lines(lines); }

std::expected<void, JsonFault> JsonRecordReader::read(const RawRecord& record, ScriptBlocks& blocks, Arena& arena,
                                                      EventSink& sink) {
  return impl_->read({record, blocks, arena, sink});
}

const udm::DecodeNotes& JsonRecordReader::notes() const { return impl_->decoder.notes(); }

}  // namespace yaral::ingest
