// What `Get-WinEvent … | ConvertTo-Json` writes.
#include <charconv>
#include <optional>

#include "ingest/convert.h"
#include "ingest/json_dom.h"
#include "ingest/windows_property_names.h"

namespace yaral::ingest {
namespace {

constexpr SystemName kNames[] = {
    {"Id", SystemField::kEventId},           {"Version", SystemField::kVersion},
    {"Level", SystemField::kLevel},          {"Task", SystemField::kTask},
    {"Opcode", SystemField::kOpcode},        {"Keywords", SystemField::kKeywords},
    {"RecordId", SystemField::kRecordId},    {"ProviderName", SystemField::kProvider},
    {"LogName", SystemField::kChannel},      {"ProviderId", SystemField::kProviderGuid},
    {"ProcessId", SystemField::kProcessId},  {"ThreadId", SystemField::kThreadId},
    {"MachineName", SystemField::kComputer}, {"ActivityId", SystemField::kActivityId},
};

bool looks_so(const JsonObject& object) {
  return has(object, "Id") && has(object, "ProviderName") && !has(object, "EventID") &&
         (has(object, "LogName") || has(object, "MachineName") || has(object, "TimeCreated"));
}

// Objects of .NET are written by their members; of SIDs and of times one of them is the value.
std::string_view value_text(JsonValue value, Arena& arena) {
  if (is_object(value)) {
    for (const std::string_view name : {"Value", "value"}) {
      if (has(JsonObject(value), name)) return text_of(JsonObject(value), name, arena);
    }
  }
  return text_of(value, arena);
}

// `/Date(1709287200123)/`, milliseconds since 1970, perhaps with a zone behind them that says nothing more; or ISO 8601.
std::optional<Timestamp> read_time(std::string_view text) {
  constexpr std::string_view kDate = "/Date(";
  if (!text.starts_with(kDate)) return parse_timestamp(text);
  std::int64_t millis = 0;
  const auto [end, error] = std::from_chars(text.data() + kDate.size(), text.data() + text.size(), millis);
  if (error != std::errc() || millis < 0) return std::nullopt;
  return Timestamp{millis / 1000, static_cast<std::int32_t>(millis % 1000 * 1'000'000)};
}

// False when the values themselves are not there: to a small -Depth they are but the names of their types.
bool add_properties(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  JsonArray list;
  if (object["Properties"].get(list) != simdjson::SUCCESS) return false;
  for (const JsonValue item : list) {
    JsonValue value;
    if (!is_object(item) || JsonObject(item)["Value"].get(value) != simdjson::SUCCESS) return false;
    event.data.push_back({{}, value_text(value, arena)});
  }
  return event.data.size() > 0;
}

}  // namespace

bool read_cmdlet_shape(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  if (!looks_so(object)) return false;
  set_named(object, kNames, event, arena);
  JsonValue value;
  if (object["UserId"].get(value) == simdjson::SUCCESS && !value.is_null()) event.user_sid = value_text(value, arena);
  if (object["TimeCreated"].get(value) == simdjson::SUCCESS) {
    event.time_created = read_time(value_text(value, arena)).value_or(Timestamp{});
  }
  event.message = text_of(object, "Message", arena);
  if (add_properties(object, event, arena)) {
    name_properties(event, arena);
  } else {
    event.data.clear();
    add_message_lines(event);
  }
  return true;
}

}  // namespace yaral::ingest
