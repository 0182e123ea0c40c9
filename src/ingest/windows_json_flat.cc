#include <cstdlib>
#include <optional>

#include "ingest/convert.h"
#include "ingest/json_dom.h"

namespace yaral::ingest {
namespace {

enum class Place : std::uint8_t { kSystem, kTime, kReceived, kShipped, kMessage, kIgnored };

struct Name {
  std::string_view name;
  Place place;
  SystemField field = SystemField::kNone;
};

constexpr Name kNames[] = {
    {"SourceName", Place::kSystem, SystemField::kProvider},
    {"ProviderName", Place::kSystem, SystemField::kProvider},
    {"Provider", Place::kSystem, SystemField::kProvider},
    {"Provider_Name", Place::kSystem, SystemField::kProvider},
    {"ProviderGuid", Place::kSystem, SystemField::kProviderGuid},
    {"Provider_Guid", Place::kSystem, SystemField::kProviderGuid},
    {"EventID", Place::kSystem, SystemField::kEventId},
    {"EventId", Place::kSystem, SystemField::kEventId},
    {"EventCode", Place::kSystem, SystemField::kEventId},
    {"Version", Place::kSystem, SystemField::kVersion},
    {"Level", Place::kSystem, SystemField::kLevel},
    {"Task", Place::kSystem, SystemField::kTask},
    {"OpcodeValue", Place::kSystem, SystemField::kOpcode},
    {"Keywords", Place::kSystem, SystemField::kKeywords},
    {"RecordNumber", Place::kSystem, SystemField::kRecordId},
    {"EventRecordID", Place::kSystem, SystemField::kRecordId},
    {"RecordId", Place::kSystem, SystemField::kRecordId},
    {"ExecutionProcessID", Place::kSystem, SystemField::kProcessId},
    {"ProcessID", Place::kSystem, SystemField::kProcessId},
    {"ExecutionThreadID", Place::kSystem, SystemField::kThreadId},
    {"ThreadID", Place::kSystem, SystemField::kThreadId},
    {"Channel", Place::kSystem, SystemField::kChannel},
    {"LogName", Place::kSystem, SystemField::kChannel},
    {"Logfile", Place::kSystem, SystemField::kChannel},
    {"Hostname", Place::kSystem, SystemField::kComputer},
    {"Computer", Place::kSystem, SystemField::kComputer},
    {"ComputerName", Place::kSystem, SystemField::kComputer},
    {"MachineName", Place::kSystem, SystemField::kComputer},
    {"UserID", Place::kSystem, SystemField::kUserSid},
    {"ActivityID", Place::kSystem, SystemField::kActivityId},
    {"TimeCreated", Place::kTime},
    {"EventTime", Place::kTime},
    {"TimeGenerated", Place::kTime},
    {"EventReceivedTime", Place::kReceived},
    {"@timestamp", Place::kShipped},
    {"Message", Place::kMessage},
    {"@version", Place::kIgnored},
};

const Name* find_name(std::string_view name) {
  for (const Name& known : kNames) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

// A time without a zone is the machine's own.
bool has_zone(std::string_view time) {
  const auto clock = time.find(':');
  return time.ends_with('Z') || time.ends_with('z') ||
         (clock != std::string_view::npos && time.find_first_of("+-", clock) != std::string_view::npos);
}

struct Times {
  std::string_view event;
  std::string_view received;  // by the shipper, in the same zone as `event`
  std::string_view shipped;   // about the same moment, in UTC
};

Timestamp time_of(const Times& times) {
  const auto shipped = parse_timestamp(times.shipped);
  if (const auto epoch = to_unsigned(times.event)) {
    const bool millis = *epoch > 100'000'000'000;
    return {static_cast<std::int64_t>(millis ? *epoch / 1000 : *epoch),
            static_cast<std::int32_t>(millis ? *epoch % 1000 * 1'000'000 : 0)};
  }
  auto event = parse_timestamp(times.event);
  if (!event) return shipped.value_or(Timestamp{});
  const auto received = parse_timestamp(times.received);
  if (shipped && received && !has_zone(times.event) && !has_zone(times.received)) {
    // Zones are whole quarters of an hour, and no further than 14 hours.
    constexpr std::int64_t kQuarter = 900;
    const std::int64_t apart = shipped->seconds - received->seconds;
    const std::int64_t quarters = (apart + (apart < 0 ? -kQuarter / 2 : kQuarter / 2)) / kQuarter;
    if (std::llabs(quarters) <= 14 * 4) event->seconds += quarters * kQuarter;
  }
  return *event;
}

bool looks_flat(const JsonObject& object) {
  const bool id = has(object, "EventID") || has(object, "EventId") || has(object, "EventCode");
  if (!id) return false;
  for (const std::string_view origin :
       {"Channel", "SourceName", "ProviderName", "Provider_Name", "LogName", "ProviderGuid"}) {
    if (has(object, origin)) return true;
  }
  return false;
}

// What writes to the channel of a record that names no provider, as exports of searches often do.
std::string_view usual_provider(const WindowsEvent& event) {
  constexpr std::uint32_t kLogCleared = 1102;
  if (event.channel == "Security") {
    return event.event_id == kLogCleared ? "Microsoft-Windows-Eventlog" : "Microsoft-Windows-Security-Auditing";
  }
  if (event.channel == "Windows PowerShell") return "PowerShell";
  if (event.channel == "PowerShellCore/Operational") return "PowerShellCore";
  const auto slash = event.channel.find('/');
  const bool named = event.channel.starts_with("Microsoft-Windows-") && slash != std::string_view::npos;
  return named ? event.channel.substr(0, slash) : std::string_view{};
}

// NXLog, to which `ProcessId` is the same name as `ProcessID`, has Sysmon's process id only in the message.
void restore_process_id(WindowsEvent& event) {
  if (event.provider != "Microsoft-Windows-Sysmon" || !event.find("ProcessId").empty()) return;
  const std::string_view number = find_line(event.message, "ProcessId", ':');
  if (to_unsigned(number)) event.data.push_back({"ProcessId", number});
}

}  // namespace

bool read_flat_shape(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  if (!looks_flat(object)) return false;
  Times times;
  for (const auto& [key, value] : object) {
    const Name* name = find_name(key);
    if (name == nullptr) {
      const std::string_view text = text_of(value, arena);
      if (!text.empty()) event.data.push_back({key, text});
      continue;
    }
    switch (name->place) {
      case Place::kSystem:
        if (!set_from_json(event, name->field, value, arena)) event.data.push_back({key, text_of(value, arena)});
        break;
      case Place::kTime: times.event = text_of(value, arena); break;
      case Place::kReceived: times.received = text_of(value, arena); break;
      case Place::kShipped: times.shipped = text_of(value, arena); break;
      case Place::kMessage: event.message = text_of(value, arena); break;
      case Place::kIgnored: break;
    }
  }
  event.time_created = time_of(times);
  if (event.provider.empty()) event.provider = usual_provider(event);
  restore_process_id(event);
  return true;
}

}  // namespace yaral::ingest
