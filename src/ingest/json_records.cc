#include "ingest/json_records.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "ingest/convert.h"
#include "ingest/draft.h"
#include "ingest/event_id.h"
#include "ingest/json_dom.h"
#include "ingest/normalise.h"
#include "ingest/windows_xml.h"

namespace yaral::ingest {
namespace {

static_assert(kJsonPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::size_t kDeepestWrapper = 3;
constexpr std::string_view kWrappers[] = {"body",  "result", "_raw", "_source", "message",
                                          "event", "raw",    "data", "log"};

constexpr std::string_view kTimeNames[] = {"@timestamp", "timestamp", "time", "_time", "eventTime", "event_time", "ts"};

constexpr std::string_view kJsonLog = "JSON";
constexpr std::size_t kMostMembers = 1000;
constexpr int kDeepestMember = 8;

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
  const void* found = memmem(text.data(), text.size(), kMetadata.data(), kMetadata.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

constexpr std::string_view kEventNames[] = {"\"event_type\"", "\"eventType\"", "\"event_timestamp\"",
                                            "\"eventTimestamp\""};

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
    if (std::ranges::any_of(kEventNames, [&](std::string_view name) { return there.starts_with(name); })) return true;
  }
  return false;
}

bool is_udm(std::string_view text) {
  const std::size_t at = find_metadata(text);
  return at != std::string_view::npos && (surely_udm(text, at) || udm::looks_like_udm(text));
}

class MemberWriter {
 public:
  MemberWriter(Draft& draft) : draft_(draft) {}

  void object(const JsonObject& object, const std::string& prefix, int depth) {
    for (const auto& [key, value] : object) {
      if (++count_ > kMostMembers) return;
      const std::string name = prefix + std::string(key);
      if (is_object(value) && depth < kDeepestMember) {
        this->object(JsonObject(value), name + ".", depth + 1);
      } else {
        draft_.add(name, text_of(value, draft_.arena()));
      }
    }
  }

 private:
  Draft& draft_;
  std::size_t count_ = 0;
};

}  // namespace

struct JsonRecordReader::Impl {
  explicit Impl(const udm::Projection* projection) : decoder(projection) {}

  udm::JsonDecoder decoder;
  std::array<simdjson::dom::parser, kDeepestWrapper + 1> parsers;  // by depth of wrapping: a document keeps its parser
  WindowsXmlReader xml;
  WindowsEvent event;

  // Where the events of the record go.
  struct Target {
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

  void normalise_record(const Target& target, TextLifetime lifetime) {
    normalise(event, lifetime, target.blocks, target.arena, target.sink);
  }

  std::expected<JsonKind, JsonFault> read(std::string_view text, const Target& target) {
    if (is_udm(text) && decode_udm(text, target)) return JsonKind::kUdm;
    simdjson::dom::parser& parser = parsers[0];
    JsonValue root;
    auto error = parser.parse(text.data(), text.size(), false).get(root);
    std::string repaired;
    if (error != simdjson::SUCCESS && repair_json(text, repaired)) error = parser.parse(repaired).get(root);
    if (error != simdjson::SUCCESS) return std::unexpected(fault(text, error));
    JsonObject object;
    if (root.get(object) != simdjson::SUCCESS) return std::unexpected(JsonFault{"not a JSON object", 0});
    if (read_object(object, target, 0)) return last_kind;
    keep_unrecognised(object, text, target);
    return JsonKind::kOther;
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
        last_kind = JsonKind::kUdm;
        return decode_udm(target.arena.copy(text), target);
      }
    }
    if (read_windows_json(object, event, target.arena)) {
      last_kind = JsonKind::kWindows;
      normalise_record(target, TextLifetime::kRecord);
      return true;
    }
    if (depth == kDeepestWrapper) return false;
    for (const std::string_view name : kWrappers) {
      JsonValue value;
      if (object[name].get(value) == simdjson::SUCCESS && read_wrapped(value, target, depth + 1)) return true;
    }
    return false;
  }

  bool read_wrapped(JsonValue value, const Target& target, std::size_t depth) {
    JsonObject object;
    if (value.get(object) == simdjson::SUCCESS) return read_object(object, target, depth);
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return false;
    text = trim(text);
    if (text.starts_with('{')) {
      return parsers[depth].parse(std::string(text)).get(object) == simdjson::SUCCESS &&
             read_object(object, target, depth);
    }
    if (!text.starts_with('<') || !looks_like_event_xml(text.substr(0, 4096))) return false;
    if (!xml.read(text, event, target.arena)) return false;
    last_kind = JsonKind::kWindows;
    normalise_record(target, TextLifetime::kArena);
    return true;
  }

  static void keep_unrecognised(const JsonObject& object, std::string_view text, const Target& target) {
    Draft draft(target.arena, TextLifetime::kRecord);
    for (const std::string_view name : kTimeNames) {
      if (const auto time = parse_timestamp(text_of(object, name, target.arena))) {
        draft.set_time(*time);
        break;
      }
    }
    MemberWriter(draft).object(object, "", 0);
    draft.emit(content_id(text, target.arena), kJsonLog, target.sink);
  }

  JsonKind last_kind = JsonKind::kOther;
};

JsonRecordReader::JsonRecordReader(const udm::Projection* projection) : impl_(std::make_unique<Impl>(projection)) {}
JsonRecordReader::~JsonRecordReader() = default;

std::expected<JsonKind, JsonFault> JsonRecordReader::read(std::string_view text, ScriptBlocks& blocks, Arena& arena,
                                                          EventSink& sink) {
  return impl_->read(text, {blocks, arena, sink});
}

const udm::DecodeNotes& JsonRecordReader::notes() const { return impl_->decoder.notes(); }

}  // namespace yaral::ingest
