#include <algorithm>
#include <string>

#include "base/text.h"
#include "ingest/convert.h"
#include "ingest/field_table.h"
#include "ingest/json_dom.h"
#include "ingest/telemetry/auditd_codes.h"
#include "ingest/telemetry/auditd_records.h"

namespace yaral::ingest {
namespace {

// What Auditbeat (6 to 8) calls the fields of auditd.
constexpr Code kNames[] = {
    {"@timestamp", "time"},
    {"auditd.sequence", "serial"},
    {"auditd.session", "ses"},
    {"auditd.result", "success"},
    {"host.name", "node"},
    {"process.pid", "pid"},
    {"process.ppid", "ppid"},
    {"process.parent.pid", "ppid"},
    {"process.name", "comm"},
    {"process.executable", "exe"},
    {"process.exe", "exe"},
    {"process.title", "proctitle"},
    {"process.working_directory", "cwd"},
    {"process.cwd", "cwd"},
    {"user.id", "uid"},
    {"user.uid", "uid"},
    {"user.name", "UID"},
    {"user.audit.id", "auid"},
    {"user.auid", "auid"},
    {"user.audit.name", "AUID"},
    {"user.effective.id", "euid"},
    {"user.euid", "euid"},
    {"user.effective.name", "EUID"},
    {"user.group.id", "gid"},
    {"user.gid", "gid"},
    {"user.effective.group.id", "egid"},
    {"user.egid", "egid"},
    {"source.ip", "addr"},
    {"tags", "key"},
    {"auditd.data.socket.addr", "SOCKADDR.addr"},
    {"auditd.data.socket.port", "SOCKADDR.port"},
    {"auditd.data.socket.path", "SOCKADDR.path"},
    {"auditd.data.socket.family", "SOCKADDR.family"},
};

// What the number of a socket's family stands for in Auditbeat.
constexpr Code kFamilies[] = {{"ipv4", "inet"}, {"ipv6", "inet6"}, {"unix", "local"}};

std::string_view renamed(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name, &Code::from);
  if (found != std::end(kNames)) return found->to;
  constexpr std::string_view kData = "auditd.data.";
  return name.starts_with(kData) ? name.substr(kData.size()) : name;
}

std::string_view upper(std::string_view text, Arena& arena) { return arena.copy(ascii_upper(text)); }

// The texts of a list in JSON; a value that is none counts as its only one.
std::vector<std::string_view> texts_of(std::string_view json, Arena& arena) {
  simdjson::dom::parser parser;
  JsonArray list;
  if (!json.starts_with('[') || parser.parse(std::string(json)).get(list) != simdjson::SUCCESS) return {json};
  std::vector<std::string_view> texts;
  for (const JsonValue value : list) texts.push_back(arena.copy(text_of(value, arena)));
  return texts;
}

// `{"PATH": ["item=0 name=…", …]}`: records by their type.
void rework_items(std::vector<Datum>& data, Arena& arena) {
  constexpr std::string_view kItems = "items.";
  const std::vector<Datum> before = std::move(data);
  data.clear();
  AuditSplitter splitter(arena, data);
  std::string time;
  for (const Datum& datum : before) {
    if (datum.name.starts_with(kItems)) {
      for (const std::string_view text : texts_of(datum.value, arena)) {
        splitter.record(datum.name.substr(kItems.size()), text);
      }
    } else if (datum.name == "timestamp") {
      time = std::string(datum.value) + "." + std::string(find(before, "timestampfractional"));
    } else if (datum.name != "timestampfractional") {
      data.push_back({datum.name == "eventid" ? "serial" : datum.name, datum.value});
    }
  }
  data.push_back({"time", arena.copy(time)});
  splitter.finish();
}

// `[{"item":"0","name":"/etc/passwd",…}, …]`
void add_paths(std::string_view json, std::vector<Datum>& data, Arena& arena) {
  simdjson::dom::parser parser;
  JsonArray list;
  if (parser.parse(std::string(json)).get(list) != simdjson::SUCCESS) return;
  std::uint32_t element = 0;
  for (const JsonValue value : list) {
    JsonObject path;
    if (value.get(path) != simdjson::SUCCESS) continue;
    for (const auto& [name, member] : path) {
      data.push_back({arena.copy("PATH." + std::string(name)), arena.copy(text_of(member, arena)), element});
    }
    ++element;
  }
}

void add_member(const Datum& datum, std::vector<Datum>& data, Arena& arena) {
  const std::string_view name = renamed(datum.name);
  std::string_view value = datum.value;
  if (value == "unset" || value == "4294967295") return;
  if (name == "auditd.paths") return add_paths(value, data, arena);
  if (name == "success") value = value == "fail" ? "no" : "yes";
  for (const Code& family : kFamilies) {
    if (name == "SOCKADDR.family" && value == family.from) value = family.to;
  }
  if (name == "key" || name == "process.args") {
    for (const std::string_view text : texts_of(value, arena)) data.push_back({name, text});
  } else {
    data.push_back({name, value});
  }
}

void rework_auditbeat(std::vector<Datum>& data, Arena& arena) {
  const std::vector<Datum> before = std::move(data);
  data.clear();
  for (const Datum& datum : before) add_member(datum, data, arena);
  std::string arguments;
  for (const Datum& datum : data) {
    if (datum.name == "process.args") arguments.append(arguments.empty() ? "" : " ").append(datum.value);
  }
  const std::string_view call = find(before, "auditd.data.syscall");
  data.push_back({"type", call.empty() ? upper(find(before, "auditd.message_type"), arena) : "SYSCALL"});
  if (!call.empty()) data.push_back({"SYSCALL", call});
  if (call.starts_with("execve")) data.push_back({"argv", arena.copy(arguments)});
}

}  // namespace

void prepare_audit_json(const RawRecord& record, Arena& arena, std::vector<Datum>& data) {
  if (record.json == nullptr) return;
  const bool items = std::ranges::any_of(data, [](const Datum& d) { return d.name.starts_with("items."); });
  if (items) {
    rework_items(data, arena);
  } else {
    rework_auditbeat(data, arena);
  }
}

}  // namespace yaral::ingest
