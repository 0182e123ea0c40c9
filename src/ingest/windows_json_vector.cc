// What the source `windows_event_log` of Vector writes.
#include "ingest/convert.h"
#include "ingest/json_dom.h"
#include "ingest/windows_property_names.h"

namespace yaral::ingest {
namespace {

// `level` is a name, `level_value` its number.
constexpr SystemName kNames[] = {
    {"event_id", SystemField::kEventId},
    {"version", SystemField::kVersion},
    {"level", SystemField::kLevel},
    {"level_value", SystemField::kLevel},
    {"task", SystemField::kTask},
    {"opcode", SystemField::kOpcode},
    {"keywords", SystemField::kKeywords},
    {"record_id", SystemField::kRecordId},
    {"provider_name", SystemField::kProvider},
    {"provider_guid", SystemField::kProviderGuid},
    {"channel", SystemField::kChannel},
    {"computer", SystemField::kComputer},
    {"process_id", SystemField::kProcessId},
    {"thread_id", SystemField::kThreadId},
    {"activity_id", SystemField::kActivityId},
    {"user_id", SystemField::kUserSid},
    {"user_sid", SystemField::kUserSid},
    {"timestamp", SystemField::kTimeCreated},
    {"time_created", SystemField::kTimeCreated},
};

bool looks_so(const JsonObject& object) {
  if (!has(object, "event_id") || !(has(object, "provider_name") || has(object, "channel"))) return false;
  std::string_view source;
  return (object["source_type"].get(source) == simdjson::SUCCESS && source == "windows_event_log") ||
         (has(object, "provider_name") && has(object, "channel"));
}

void add_inserts(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  JsonArray inserts;
  if (object["string_inserts"].get(inserts) != simdjson::SUCCESS) return;
  for (const JsonValue insert : inserts) event.data.push_back({{}, text_of(insert, arena)});
  name_properties(event, arena);
}

}  // namespace

bool read_vector_shape(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  if (!looks_so(object)) return false;
  set_named(object, kNames, event, arena);
  event.message = text_of(object, "message", arena);
  for (const std::string_view part : {"event_data", "user_data"}) {
    JsonValue data;
    if (object[part].get(data) == simdjson::SUCCESS && is_object(data)) add_event_data(data, event, arena);
  }
  if (event.data.empty()) add_inserts(object, event, arena);
  return true;
}

}  // namespace yaral::ingest
