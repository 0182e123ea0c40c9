#include <string>

#include "ingest/convert.h"
#include "ingest/json_dom.h"

namespace yaral::ingest {
namespace {

// Winlogbeat up to 6 has these at the top, 7 and later (and Elastic Agent) below `winlog`.
constexpr SystemName kNames[] = {
    {"provider_name", SystemField::kProvider},
    {"source_name", SystemField::kProvider},
    {"provider_guid", SystemField::kProviderGuid},
    {"event_id", SystemField::kEventId},
    {"version", SystemField::kVersion},
    {"level", SystemField::kLevel},
    {"task", SystemField::kTask},
    {"opcode", SystemField::kOpcode},
    {"record_id", SystemField::kRecordId},
    {"record_number", SystemField::kRecordId},
    {"channel", SystemField::kChannel},
    {"log_name", SystemField::kChannel},
    {"computer_name", SystemField::kComputer},
    {"activity_id", SystemField::kActivityId},
    {"process_id", SystemField::kProcessId},
    {"thread_id", SystemField::kThreadId},
};

// What the Sysmon module of Winlogbeat 7 moves out of event_data, and where to.
struct Moved {
  std::string_view path;
  std::string_view name;
};

constexpr Moved kMoved[] = {
    {"process.entity_id", "ProcessGuid"},
    {"process.pid", "ProcessId"},
    {"process.executable", "Image"},
    {"process.command_line", "CommandLine"},
    {"process.working_directory", "CurrentDirectory"},
    {"process.parent.entity_id", "ParentProcessGuid"},
    {"process.parent.pid", "ParentProcessId"},
    {"process.parent.executable", "ParentImage"},
    {"process.parent.command_line", "ParentCommandLine"},
    {"process.pe.original_file_name", "OriginalFileName"},
    {"process.pe.company", "Company"},
    {"process.pe.description", "Description"},
    {"process.pe.product", "Product"},
    {"process.pe.file_version", "FileVersion"},
    {"registry.path", "TargetObject"},
    {"network.transport", "Protocol"},
    {"source.ip", "SourceIp"},
    {"source.port", "SourcePort"},
    {"source.domain", "SourceHostname"},
    {"destination.ip", "DestinationIp"},
    {"destination.port", "DestinationPort"},
    {"destination.domain", "DestinationHostname"},
    {"dns.question.name", "QueryName"},
};

bool find_path(JsonObject object, std::string_view path, JsonValue& found) {
  for (;;) {
    if (object[path].get(found) == simdjson::SUCCESS) return true;  // also the flattened spelling `a.b.c`
    const auto dot = path.find('.');
    if (dot == std::string_view::npos || !find_object(object, path.substr(0, dot), object)) return false;
    path = path.substr(dot + 1);
  }
}

std::string_view path_text(const JsonObject& object, std::string_view path, Arena& arena) {
  JsonValue value;
  return find_path(object, path, value) ? text_of(value, arena) : std::string_view{};
}

bool has_datum(const WindowsEvent& event, std::string_view name) {
  for (const WindowsEvent::Data& datum : event.data) {
    if (datum.name == name) return true;
  }
  return false;
}

void add_moved(const JsonObject& object, std::string_view path, std::string_view name, WindowsEvent& event,
               Arena& arena) {
  if (has_datum(event, name)) return;
  const std::string_view text = path_text(object, path, arena);
  if (!text.empty()) event.data.push_back({name, text});
}

void restore_sysmon(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  for (const Moved& moved : kMoved) add_moved(object, moved.path, moved.name, event, arena);
  const bool module = event.event_id == 6 || event.event_id == 7;
  add_moved(object, "file.path", module ? "ImageLoaded" : "TargetFilename", event, arena);
  if (has_datum(event, "Hashes") || has_datum(event, "Hash")) return;
  std::string hashes;
  for (const std::string_view owner : {"process.", "file.", "dll."}) {
    for (const std::string_view kind : {"hash.md5", "hash.sha1", "hash.sha256", "pe.imphash"}) {
      const std::string_view text = path_text(object, std::string(owner) + std::string(kind), arena);
      if (text.empty()) continue;
      hashes += (hashes.empty() ? "" : ",") + std::string(kind.substr(kind.find('.') + 1)) + "=" + std::string(text);
    }
  }
  if (!hashes.empty()) event.data.push_back({"Hashes", arena.copy(hashes)});
}

// `winlog.event_data.Image` as one name, when a pipeline flattened the object.
void add_flattened_data(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  constexpr std::string_view kPrefix = "winlog.event_data.";
  for (const auto& [key, value] : object) {
    if (key.starts_with(kPrefix)) event.data.push_back({key.substr(kPrefix.size()), text_of(value, arena)});
  }
}

bool set_fields(const JsonObject& object, std::string_view prefix, WindowsEvent& event, Arena& arena) {
  for (const SystemName& name : kNames) {
    JsonValue value;
    const std::string path = std::string(prefix) + std::string(name.name);
    if (find_path(object, path, value)) set_from_json(event, name.field, value, arena);
  }
  return !event.channel.empty() || !event.provider.empty();
}

}  // namespace

bool read_beats_shape(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  const bool nested = has(object, "winlog");
  const bool flattened = !nested && (has(object, "winlog.channel") || has(object, "winlog.event_id"));
  const bool old =
      !nested && !flattened && has(object, "event_id") && (has(object, "log_name") || has(object, "source_name"));
  if (!nested && !flattened && !old) return false;

  const std::string_view prefix = old ? "" : "winlog.";
  if (!set_fields(object, prefix, event, arena)) return false;
  const std::string at(prefix);
  JsonValue data;
  if (find_path(object, at + "event_data", data) && !data.is_null()) add_event_data(data, event, arena);
  if (find_path(object, at + "user_data", data) && is_object(data)) {
    event.user_data_name = text_of(JsonObject(data), "xml_name", arena);
    for (const auto& [key, value] : JsonObject(data)) {
      if (key != "xml_name") event.data.push_back({key, text_of(value, arena)});
    }
  }
  if (flattened) add_flattened_data(object, event, arena);
  event.user_sid = path_text(object, old ? "user.identifier" : "winlog.user.identifier", arena);
  if (!old) {
    if (find_path(object, "winlog.process.pid", data)) set_from_json(event, SystemField::kProcessId, data, arena);
    if (find_path(object, "winlog.process.thread.id", data)) set_from_json(event, SystemField::kThreadId, data, arena);
  }
  event.message = path_text(object, "message", arena);
  set_system_field(event, SystemField::kTimeCreated, path_text(object, "winlog.time_created", arena));
  if (event.time_created.is_zero()) {
    set_system_field(event, SystemField::kTimeCreated, path_text(object, "@timestamp", arena));
  }
  if (event.provider == "Microsoft-Windows-Sysmon" && !old) restore_sysmon(object, event, arena);
  return true;
}

}  // namespace yaral::ingest
