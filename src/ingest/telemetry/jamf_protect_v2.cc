#include <algorithm>
#include <string>

#include "ingest/code_signature.h"
#include "ingest/convert.h"
#include "ingest/endpoint_security_log.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/JAMF_PROTECT_V2.md
namespace yaral::ingest {
namespace {

using enum Convert;

#define YARAL_JAMF_FILE(from, to)                                                                                      \
  {from ".path", to ".full_path"}, {from ".sha1", to ".sha1", kHash}, {from ".sha256", to ".sha256", kHash},           \
      {from ".stat.st_size", to ".size", kUnsigned}, {from ".stat.st_mtimespec", to ".last_modification_time", kTime}, \
      {from ".stat.st_birthtimespec", to ".create_time", kTime},                                                       \
      {from ".stat.st_atimespec", to ".last_access_time", kTime}, {from ".stat.st_mode", to ".stat_mode", kUnsigned},  \
      {from ".stat.st_ino", to ".stat_inode", kUnsigned}, {from ".stat.st_dev", to ".stat_dev", kUnsigned},            \
      {from ".stat.st_nlink", to ".stat_nlink", kUnsigned}, {                                                          \
    from ".stat.st_flags", to ".stat_flags", kUnsigned                                                                 \
  }

#define YARAL_JAMF_TOKEN(from, to)                                                                                    \
  {from ".pid", to ".pid", kPid}, {from ".euid", to ".euid"}, {from ".ruid", to ".ruid"}, {from ".egid", to ".egid"}, \
      {from ".rgid", to ".rgid"}, {                                                                                   \
    from ".uuid", "", kCode                                                                                           \
  }

#define YARAL_JAMF_PROCESS(noun)                                                                                      \
  YARAL_JAMF_FILE(noun ".executable", noun ".process.file"), YARAL_JAMF_TOKEN(noun ".audit_token", noun ".process"),  \
      YARAL_JAMF_TOKEN(noun ".parent_audit_token", noun ".process.parent_process"),                                   \
      {noun ".audit_token.e_username", noun ".user.user_display_name"},                                               \
      {noun ".parent_audit_token.exec_path", noun ".process.parent_process.file.full_path"},                          \
      {noun ".parent_audit_token.signing_id", noun ".process.parent_process.file.signature_info.codesign.id"},        \
      {noun ".ppid", noun ".process.parent_pid", kPid}, {noun ".group_id", noun ".process.pgid", kPid},               \
      {noun ".tty.path", noun ".process.tty"}, {noun ".signing_id", noun ".process.file.signature_info.codesign.id"}, \
      {noun ".team_id", noun ".process.file.signature_info.codesign.team_id"}, {                                      \
    noun ".codesigning_flags", "", kCode, true                                                                        \
  }

constexpr Code kSeverities[] = {{"0", "INFORMATIONAL"}, {"1", "LOW"}, {"2", "MEDIUM"}, {"3", "HIGH"}};

constexpr Code kProducts[] = {{"Jamf Protect Alerts (UDM)", "JAMF PROTECT ALERTS (UDM)"}};
constexpr Code kItemTypes[] = {{"0", "USER_ITEM"}, {"1", "APP"}, {"2", "LOGIN_ITEM"}, {"3", "AGENT"}, {"4", "DAEMON"}};
constexpr Code kSignals[] = {
    {"1", "SIGHUP"},   {"2", "SIGINT"},   {"3", "SIGQUIT"},  {"4", "SIGILL"},   {"5", "SIGTRAP"},  {"6", "SIGABRT"},
    {"9", "SIGKILL"},  {"10", "SIGBUS"},  {"11", "SIGSEGV"}, {"13", "SIGPIPE"}, {"14", "SIGALRM"}, {"15", "SIGTERM"},
    {"17", "SIGSTOP"}, {"18", "SIGTSTP"}, {"19", "SIGCONT"}, {"20", "SIGCHLD"}, {"30", "SIGUSR1"}, {"31", "SIGUSR2"}};

constexpr Row kEvent[] = {
    {"time", "", kEventTime},
    {"event_name", "metadata.product_event_type"},
    {"match.uuid", "metadata.product_log_id"},
    {"metadata.product", "metadata.product_name", kText, false, kProducts},
    {"host.protectVersion", "metadata.product_version"},
    {"host.hostname", "principal.hostname"},
    {"host.ips", "principal.ip", kIp},
    {"host.os", "principal.platform_version"},
    {"host.serial", "principal.asset.hardware.serial_number"},
    {"host.provisioningUDID", "principal.asset.product_object_id"},
    {"version", "additional.fields[\"protect_datamodel_version\"]"},
    {"setflags.flags", "additional.fields[\"flags\"]"},
    {"exec.last_fd", "additional.fields[\"last_fd\"]"},
    {"match.facts.name", "", kCode},
    {"match.facts.human", "", kCode},
    {"match.facts.match_reason", "", kCode},
    {"match.facts.version", "", kCode},
    {"match.blocked", "", kCode, true},
    {"match.severity", "security_result.severity", kText, false, kSeverities},
    {"match.severity", "security_result.severity_details", kText, false, kSeverities},
    {"match.type", "security_result.rule_type"},
    {"match.value", "security_result.threat_name"},
    {"match.quarantine_path", "security_result.about.file.full_path"},
    {"match.tags", "", kCode, true},
};

constexpr Row kProcesses[] = {
    YARAL_JAMF_PROCESS("principal"),
    YARAL_JAMF_PROCESS("src"),
    YARAL_JAMF_PROCESS("target"),
    YARAL_JAMF_TOKEN("responsible", "principal.process"),
    {"responsible.exec_path", "principal.process.file.full_path"},
    {"responsible.signing_id", "principal.process.file.signature_info.codesign.id"},
    {"responsible.e_username", "principal.user.user_display_name"},
    {"responsible.team_id", "principal.process.file.signature_info.codesign.team_id"},
};

// What is done to a file, or to the system.
constexpr Row kObject[] = {
    YARAL_JAMF_FILE("file", "target.file"),
    {"source.path", "src.file.full_path"},
    {"directory", "", kCode, true},
    {"filename", "", kCode, true},
    {"signal.sig", "additional.fields[\"signal.sig\"]", kText, false, kSignals},
    {"event.exec.args", "", kCode},
    {"event.exec.args", "target.process.command_line_history"},
    {"event.exec.fds.fd", "", kCode},
    {"event.exec.fds.fdtype", "", kCode},
    {"success", "", kCode, true},
    {"login.user", "target.user.user_display_name"},
    {"login.client", "src.user.userid"},
    {"login.address", "src", kHost},
    {"login.reason", "security_result.action_details"},
    {"btm_launch_item_add.item.item_type", "target.application", kText, true, kItemTypes},
    {"btm_launch_item_add.item.item_url", "", kCode, true},
    {"btm_launch_item_add.item.uid", "target.user.userid"},
    {"btm_launch_item_add.executable_path", "target.file.full_path"},
    {"btm_launch_item_remove.item.item_type", "target.application", kText, true, kItemTypes},
    {"btm_launch_item_remove.item.item_url", "", kCode, true},
    {"btm_launch_item_remove.item.uid", "target.user.userid"},
    {"xp_malware_detected.malware_identifier", "security_result.threat_name"},
    {"xp_malware_detected.detected_path", "target.file.full_path"},
    {"gatekeeper_user_override.sha256", "target.file.sha256", kHash},
    {"file.file_path", "target.file.full_path"},
};

// Members of an event that several kinds have, and the one name they go by here. `x.`: all that begins so.
constexpr Code kMembers[] = {
    {"child.", "target."},
    {"instigator.", "principal."},
    {"source.", "source."},
    {"file.", "file."},
    {"target_file.", "file."},
    {"destination.existing_file.", "file."},
    {"destination.new_path.dir.path", "directory"},
    {"destination.new_path.filename", "filename"},
    {"target_dir.path", "directory"},
    {"target_name", "filename"},
    {"target_filename", "filename"},
    {"success", "success"},
    {"username", "login.user"},
    {"session_username", "login.user"},
    {"to_username", "login.user"},
    {"from_username", "login.client"},
    {"authentication_username", "login.client"},
    {"source_address", "login.address"},
    {"failure_message", "login.reason"},
};

// Kinds of events in which the acting process does nothing to a process or a file.
constexpr std::string_view kOwnDeeds[] = {"screensharing_", "openssh_", "login_",      "lw_session_",
                                          "authentication", "su",       "xp_malware_", "gatekeeper_"};

bool has_name(std::span<const Datum> data, const std::string& beginning) {
  return std::ranges::any_of(data, [&](const Datum& datum) { return datum.name.starts_with(beginning); });
}

// The name of a member of an event; `below` it stood under `event.KIND.`.
std::string_view member_name(std::string_view name, std::string_view below, bool on_process, Arena& arena) {
  if (name == "event.exec.args" || name.starts_with("event.exec.fds.")) return name;  // lists the table knows
  const std::string_view member = name.substr(below.size());
  constexpr std::string_view kTarget = "target.";
  constexpr std::string_view kResponsible = "target.responsible_audit_token.";
  if (name.starts_with("event.exec.") && member.starts_with(kResponsible)) {
    return arena.copy("responsible." + std::string(member.substr(kResponsible.size())));
  }
  if (member.starts_with(kTarget)) {
    return on_process ? member : arena.copy("file." + std::string(member.substr(kTarget.size())));
  }
  for (const Code& code : kMembers) {
    if (code.from.ends_with('.') ? !member.starts_with(code.from) : member != code.from) continue;
    return arena.copy(std::string(code.to).append(member.substr(code.from.size())));
  }
  return name.substr(std::string_view("event.").size());
}

// SecOps lays the acting process out as `src` where another one is the target or has asked for it, as `principal` where
// there is neither, and as `target` of what is done to files, whose `principal` is the process responsible for it.
void prepare(const RawRecord& record, Arena& arena, std::vector<Datum>& data) {
  if (record.json == nullptr) return;
  const std::string_view kind = es_event_name(record);
  data.push_back({"event_name", arena.copy(kind)});
  const std::string below = "event." + std::string(kind) + ".";
  const bool on_process = has_name(data, below + "target.audit_token") || has_name(data, below + "child.audit_token");
  const bool asked_for = has_name(data, below + "instigator.");
  const bool own = std::ranges::any_of(kOwnDeeds, [&](std::string_view name) { return kind.starts_with(name); });
  const std::string actor = on_process || asked_for ? "src." : own ? "principal." : "target.";
  constexpr std::string_view kProcess = "process.";
  constexpr std::string_view kResponsible = "process.responsible_audit_token.";
  for (Datum& datum : data) {
    if (datum.name.starts_with(below)) {
      datum.name = member_name(datum.name, below, on_process, arena);
    } else if (actor == "target." && datum.name.starts_with(kResponsible)) {
      datum.name = arena.copy("responsible." + std::string(datum.name.substr(kResponsible.size())));
    } else if (datum.name.starts_with(kProcess)) {
      datum.name = arena.copy(actor + std::string(datum.name.substr(kProcess.size())));
    }
  }
}

void finish_exec(Draft& draft) {
  put_es_arguments(draft);
  constexpr std::string_view kTypes[] = {"ATALK",  "VNODE", "SOCKET",   "PSHM", "PSEM",
                                         "KQUEUE", "PIPE",  "FSEVENTS", "",     "NETPOLICY"};
  for (std::uint32_t i = 0; i < draft.elements("event.exec.fds"); ++i) {
    const std::string_view number = draft.find("event.exec.fds.fd", i);
    const std::string_view type = draft.find("event.exec.fds.fdtype", i);
    const auto known = to_unsigned(type);
    const bool named = known && *known < std::size(kTypes) && !kTypes[*known].empty();
    const std::string index = " " + std::to_string(i);
    draft.add(draft.arena().copy("fd" + index), number);
    draft.add(draft.arena().copy("fdtype" + index),
              named ? draft.arena().copy("PROX_FDTYPE_" + std::string(kTypes[*known])) : type);
  }
}

void finish_new_file(Draft& draft) { put_es_file(draft, draft.find("directory"), draft.find("filename")); }

void finish_launch_item(Draft& draft) {
  put_es_launch_item(draft, draft.find("btm_launch_item_add.item.item_url"));
  put_es_launch_item(draft, draft.find("btm_launch_item_remove.item.item_url"));
}

// Ids go by the product's name, as SecOps writes them.
void put_id(Draft& draft, std::string_view name, const udm::Path& path) {
  const std::string_view id = draft.find(name);
  if (!is_absent(id)) draft.put_text(path, draft.arena().copy("JamfProtect:" + std::string(id)));
}

void put_ids(Draft& draft) {
  put_id(draft, "host.provisioningUDID", YARAL_PATH("principal.asset_id"));
  put_id(draft, "responsible.uuid", YARAL_PATH("principal.process.product_specific_process_id"));
  put_id(draft, "principal.audit_token.uuid", YARAL_PATH("principal.process.product_specific_process_id"));
  put_id(draft, "src.audit_token.uuid", YARAL_PATH("src.process.product_specific_process_id"));
  put_id(draft, "target.audit_token.uuid", YARAL_PATH("target.process.product_specific_process_id"));
  put_id(draft, "principal.parent_audit_token.uuid",
         YARAL_PATH("principal.process.parent_process.product_specific_process_id"));
  put_id(draft, "src.parent_audit_token.uuid", YARAL_PATH("src.process.parent_process.product_specific_process_id"));
  put_id(draft, "target.parent_audit_token.uuid",
         YARAL_PATH("target.process.parent_process.product_specific_process_id"));
}

void put_signatures(Draft& draft) {
  put_code_signature(draft, draft.find("target.codesigning_flags"), "TargetProcessCodesigningFlags",
                     YARAL_PATH("target.process.file.signature_info.sigcheck.verification_message"),
                     YARAL_PATH("target.process.file.signature_info.sigcheck.verified"));
  put_code_signature(draft, draft.find("src.codesigning_flags"), "CodesigningFlags",
                     YARAL_PATH("src.process.file.signature_info.sigcheck.verification_message"),
                     YARAL_PATH("src.process.file.signature_info.sigcheck.verified"));
  put_code_signature(draft, draft.find("principal.codesigning_flags"), "PrincipalCodesigningFlags",
                     YARAL_PATH("principal.process.file.signature_info.sigcheck.verification_message"),
                     YARAL_PATH("principal.process.file.signature_info.sigcheck.verified"));
}

// Each fact that made Jamf Protect act is a result of its own.
void put_facts(Draft& draft) {
  struct Member {
    std::string_view name;
    udm::FieldIndex field;
  };
  const udm::Path& results = YARAL_PATH("security_result");
  static const udm::MessageId kResult = last_field(results)->type_id;
  static const Member kMembersOfFact[] = {
      {"match.facts.name", *udm::find_field(kResult, "rule_name")},
      {"match.facts.human", *udm::find_field(kResult, "description")},
      {"match.facts.match_reason", *udm::find_field(kResult, "summary")},
      {"match.facts.version", *udm::find_field(kResult, "rule_version")},
  };
  for (std::uint32_t i = 0; i < draft.elements("match.facts"); ++i) {
    udm::Message& result = i == 0 ? draft.root().child(results.steps[0].field, draft.arena()) : draft.append(results);
    for (const Member& member : kMembersOfFact) {
      const std::string_view text = draft.find(member.name, i);
      if (!is_absent(text)) result.set(member.field, Value::string(draft.keep(text)), draft.arena());
    }
  }
}

// `T1553` or `T1553.002` among the tags.
void put_techniques(Draft& draft) {
  static const udm::FieldIndex kId =
      *udm::find_field(last_field(YARAL_PATH("security_result.attack_details.techniques"))->type_id, "id");
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (const Datum& datum : draft.data()) {
    const std::string_view tag = datum.value;
    if (datum.name != "match.tags" || tag.size() < 5 || tag[0] != 'T' ||
        !std::ranges::all_of(tag.substr(1, 4), is_digit) || (tag.size() > 5 && tag[5] != '.')) {
      continue;
    }
    draft.append(YARAL_PATH("security_result.attack_details.techniques"))
        .set(kId, Value::string(draft.keep(tag)), draft.arena());
  }
}

void finish_event(Draft& draft) {
  put_ids(draft);
  put_signatures(draft);
  put_facts(draft);
  put_techniques(draft);
  const udm::Path& action = YARAL_PATH("security_result.action");
  const std::string_view blocked = draft.find("match.blocked");
  const std::string_view success = draft.find("success");
  if (!blocked.empty()) {
    draft.put_enum(action, blocked == "true" ? "BLOCK" : "ALLOW");
  } else if (!success.empty()) {
    draft.put_enum(action, success == "true" ? "ALLOW" : "BLOCK");
  }
  draft.put_enum(YARAL_PATH("principal.platform"), "MAC");
}

constexpr Constant kIsRemoteScreen[] = {{"extensions.auth.mechanism", "REMOTE_INTERACTIVE"}};
constexpr Constant kIsRemote[] = {{"extensions.auth.mechanism", "REMOTE"}};
constexpr Constant kIsGatekeeper[] = {{"target.resource.resource_type", "SETTING"},
                                      {"target.resource.name", "Gatekeeper"}};

constexpr Mapping kMappings[] = {
    {"exec", "PROCESS_LAUNCH", {kEvent, kProcesses, kObject}, finish_exec},
    {"exit", "PROCESS_TERMINATION", {kEvent, kProcesses, kObject}},
    {"get_task*", "PROCESS_OPEN", {kEvent, kProcesses, kObject}},
    {"trace", "PROCESS_OPEN", {kEvent, kProcesses, kObject}},
    {"remote_thread_create", "PROCESS_INJECTION", {kEvent, kProcesses, kObject}},
    {"create", "FILE_CREATION", {kEvent, kProcesses, kObject}, finish_new_file},
    {"open", "FILE_OPEN", {kEvent, kProcesses, kObject}},
    {"close", "FILE_UNCATEGORIZED", {kEvent, kProcesses, kObject}},
    {"rename", "FILE_MOVE", {kEvent, kProcesses, kObject}, finish_new_file},
    {"unlink", "FILE_DELETION", {kEvent, kProcesses, kObject}},
    {"link", "FILE_COPY", {kEvent, kProcesses, kObject}, finish_new_file},
    {"clone", "FILE_COPY", {kEvent, kProcesses, kObject}, finish_new_file},
    {"copyfile", "FILE_COPY", {kEvent, kProcesses, kObject}, finish_new_file},
    {"write", "FILE_MODIFICATION", {kEvent, kProcesses, kObject}},
    {"truncate", "FILE_MODIFICATION", {kEvent, kProcesses, kObject}},
    {"set*", "FILE_MODIFICATION", {kEvent, kProcesses, kObject}},
    {"deleteextattr", "FILE_MODIFICATION", {kEvent, kProcesses, kObject}},
    {"gatekeeper_user_override", "SETTING_MODIFICATION", {kEvent, kProcesses, kObject}, nullptr, false, kIsGatekeeper},
    {"xp_malware_*", "SCAN_FILE", {kEvent, kProcesses, kObject}},
    {"btm_launch_item_add", "SERVICE_CREATION", {kEvent, kProcesses, kObject}, finish_launch_item},
    {"btm_launch_item_remove", "SERVICE_DELETION", {kEvent, kProcesses, kObject}, finish_launch_item},
    {"screensharing_attach", "USER_LOGIN", {kEvent, kProcesses, kObject}, nullptr, false, kIsRemoteScreen},
    {"screensharing_detach", "USER_LOGOUT", {kEvent, kProcesses, kObject}},
    {"openssh_login", "USER_LOGIN", {kEvent, kProcesses, kObject}, nullptr, false, kIsRemote},
    {"openssh_logout", "USER_LOGOUT", {kEvent, kProcesses, kObject}},
    {"login_login", "USER_LOGIN", {kEvent, kProcesses, kObject}},
    {"login_logout", "USER_LOGOUT", {kEvent, kProcesses, kObject}},
    {"lw_session_login", "USER_LOGIN", {kEvent, kProcesses, kObject}},
    {"lw_session_logout", "USER_LOGOUT", {kEvent, kProcesses, kObject}},
    {"su", "USER_LOGIN", {kEvent, kProcesses, kObject}},
    {"sudo", "USER_LOGIN", {kEvent, kProcesses, kObject}},
    {"*", "PROCESS_UNCATEGORIZED", {kEvent, kProcesses, kObject}},
};

constexpr Recognition kRecognitions[] = {
    {{{"host.provisioningUDID", ""}, {"metadata.vendor", "Jamf"}, {"event", ""}}},
};

}  // namespace

const LogType& jamf_protect_v2_log_type() {
  static constexpr LogType kType{
      .name = "JAMF_PROTECT_V2",
      .title = "Jamf Protect",
      .vendor = "JAMF",
      .product = "JAMF PROTECT",
      .recognitions = kRecognitions,
      .prepare = prepare,
      .kind_field = "event_name",
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
