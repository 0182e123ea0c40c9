#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/nix_messages.h"

// docs/telemetry/NIX_SYSTEM.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kMessage[] = {
    {"kind", "", kCode},
    {"time", "", kEventTime},
    {"host", "", kCode},
    {"program", "metadata.product_event_type"},
    {"program", "principal.application"},
    {"pid", "principal.process.pid", kPid},
    {"message", "metadata.description"},
    {"exe", "principal.process.file.full_path"},
    {"command_line", "principal.process.command_line"},
};

// From another machine to this one.
constexpr Row kRemote[] = {
    {"ip", "principal", kHost},     {"port", "principal.port", kPort},
    {"local_ip", "target.ip", kIp}, {"local_port", "target.port", kPort},
    {"user", "target.user.userid"}, {"reason", "security_result.description", kText, true},
};

// What tells a password from a key: the method of ssh.
constexpr Code kMethods[] = {
    {"password", "USERNAME_PASSWORD"},      {"keyboard-interactive/pam", "USERNAME_PASSWORD"},
    {"publickey", "MECHANISM_OTHER"},       {"hostbased", "MECHANISM_OTHER"},
    {"gssapi-with-mic", "MECHANISM_OTHER"},
};
constexpr Row kMethod[] = {{"method", "extensions.auth.mechanism", kText, true, kMethods}};

// One account acts as another, or on it.
constexpr Row kAccounts[] = {
    {"by", "principal.user.userid"},
    {"user", "target.user.userid"},
    {"uid", "target.user.product_object_id"},
    {"rhost", "principal", kHost},
    {"tty", "principal.process.tty"},
    {"session", "network.session_id"},
    {"reason", "security_result.description", kText, true},
};

// `uid` is that of the program that asked.
constexpr Row kFailure[] = {
    {"by", "principal.user.userid"},    {"user", "target.user.userid"}, {"uid", "principal.process.ruid"},
    {"euid", "principal.process.euid"}, {"rhost", "principal", kHost},  {"tty", "principal.process.tty"},
};

constexpr Row kCommand[] = {
    {"by", "principal.user.userid"},
    {"user", "target.user.userid"},
    {"command", "target.process.command_line"},
    {"tty", "principal.process.tty"},
    {"reason", "security_result.description", kText, true},
};

constexpr Row kCrontab[] = {
    {"by", "principal.user.userid"},
    {"user", "target.user.userid"},
    {"user", "target.resource.name"},
};

constexpr Row kGroup[] = {
    {"group", "target.group.group_display_name"},
    {"gid", "target.group.product_object_id"},
};

constexpr Row kService[] = {
    {"unit", "target.application"},
    {"title", "target.resource.name"},
};

constexpr Row kModule[] = {
    {"module", "target.file.full_path"},
    {"reason", "security_result.description", kText, true},
};

constexpr Row kCrash[] = {
    {"crashed", "target.process.pid", kPid},
    {"comm", "target.application"},
    {"reason", "security_result.description", kText, true},
};

constexpr Row kDevice[] = {{"device", "target.resource.name"}};

constexpr Row kPacket[] = {
    {"src", "principal.ip", kIp},
    {"sport", "principal.port", kPort},
    {"dst", "target.ip", kIp},
    {"dport", "target.port", kPort},
    {"proto", "network.ip_protocol", kIpProtocol},
    {"rule", "security_result.rule_name"},
};

// A message without an account: root is the only one.
void finish_root(Draft& draft) { draft.put_text(YARAL_PATH("target.user.userid"), "root"); }

// `root ; ENV=…` of sudo: further settings may follow the account.
void finish_command(Draft& draft) {
  const std::string_view user = draft.find("user");
  const std::string_view name = trim(user.substr(0, user.find(';')));
  draft.put_text(YARAL_PATH("target.user.userid"), name);
  const std::string_view program = program_of(draft.find("command"));
  // A shell's own word, `cd`, is no file.
  if (program.starts_with('/')) draft.put_text(YARAL_PATH("target.process.file.full_path"), program);
  // The daemon runs it as the one it runs it for.
  if (draft.find("by").empty()) draft.put_text(YARAL_PATH("principal.user.userid"), name);
}

// `[UFW BLOCK]`, or what an administrator named it.
void finish_packet(Draft& draft) {
  const std::string_view rule = draft.find("rule");
  for (const std::string_view word : {"BLOCK", "DROP", "REJECT", "DENY"}) {
    if (rule.contains(word)) draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK");
  }
  const bool in = !draft.find("in").empty();
  const bool out = !draft.find("out").empty();
  if (in != out) draft.put_enum(YARAL_PATH("network.direction"), in ? "INBOUND" : "OUTBOUND");
  const std::string_view host = draft.find("host");
  draft.put_text(in == out ? YARAL_PATH("observer.hostname")
                 : in      ? YARAL_PATH("target.hostname")
                           : YARAL_PATH("principal.hostname"),
                 host);
}

void finish_message(Draft& draft) {
  const std::string_view kind = draft.find("kind");
  if (kind.starts_with("ssh")) draft.put_enum(YARAL_PATH("network.application_protocol"), "SSH");
  if (kind == "packet filtered") return;
  const bool from_elsewhere = draft.has(YARAL_PATH("principal.ip")) || draft.has(YARAL_PATH("principal.hostname"));
  draft.put_text(from_elsewhere ? YARAL_PATH("target.hostname") : YARAL_PATH("principal.hostname"), draft.find("host"));
}

constexpr Constant kAccepted[] = {{"security_result.action", "ALLOW"}, {"extensions.auth.type", "MACHINE"}};
constexpr Constant kRefused[] = {{"security_result.action", "BLOCK"}, {"extensions.auth.type", "MACHINE"}};
constexpr Constant kAllowed[] = {{"security_result.action", "ALLOW"}};
constexpr Constant kBlocked[] = {{"security_result.action", "BLOCK"}};
constexpr Constant kTask[] = {{"target.resource.resource_type", "TASK"}};
constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};

constexpr Mapping kMappings[] = {
    {"ssh accepted", "USER_LOGIN", {kMessage, kRemote, kMethod}, nullptr, false, kAccepted},
    {"ssh failed", "USER_LOGIN", {kMessage, kRemote, kMethod}, nullptr, false, kRefused},
    {"ssh ended", "USER_LOGOUT", {kMessage, kRemote}},
    {"ssh connection", "NETWORK_CONNECTION", {kMessage, kRemote}},
    {"session opened", "USER_LOGIN", {kMessage, kAccounts}, nullptr, false, kAccepted},
    {"session closed", "USER_LOGOUT", {kMessage, kAccounts}},
    {"authentication failed", "USER_LOGIN", {kMessage, kFailure}, nullptr, false, kRefused},
    {"login", "USER_LOGIN", {kMessage, kAccounts}, nullptr, false, kAccepted},
    {"root login", "USER_LOGIN", {kMessage, kAccounts}, finish_root, false, kAccepted},
    {"login failed", "USER_LOGIN", {kMessage, kAccounts}, nullptr, false, kRefused},
    {"su", "USER_LOGIN", {kMessage, kAccounts}, nullptr, false, kAccepted},
    {"su failed", "USER_LOGIN", {kMessage, kAccounts}, nullptr, false, kRefused},
    {"sudo command", "PROCESS_LAUNCH", {kMessage, kCommand}, finish_command, false, kAllowed},
    {"sudo refused", "PROCESS_UNCATEGORIZED", {kMessage, kCommand}, finish_command, false, kBlocked},
    {"cron command", "PROCESS_LAUNCH", {kMessage, kCommand}, finish_command},
    {"crontab changed", "SCHEDULED_TASK_MODIFICATION", {kMessage, kCrontab}, nullptr, false, kTask},
    {"user added", "USER_CREATION", {kMessage, kAccounts}},
    {"user changed", "USER_UNCATEGORIZED", {kMessage, kAccounts}},
    {"user deleted", "USER_DELETION", {kMessage, kAccounts}},
    {"password changed", "USER_CHANGE_PASSWORD", {kMessage, kAccounts}},
    {"group added", "GROUP_CREATION", {kMessage, kGroup}},
    {"group changed", "GROUP_MODIFICATION", {kMessage, kAccounts, kGroup}},
    {"group deleted", "GROUP_DELETION", {kMessage, kAccounts, kGroup}},
    {"service started", "SERVICE_START", {kMessage, kService}},
    {"service stopped", "SERVICE_STOP", {kMessage, kService}},
    {"module loaded", "PROCESS_MODULE_LOAD", {kMessage, kModule}},
    {"process crashed", "PROCESS_TERMINATION", {kMessage, kCrash}},
    {"process killed", "PROCESS_TERMINATION", {kMessage, kCrash}},
    {"promiscuous mode", "SETTING_MODIFICATION", {kMessage, kDevice}, nullptr, false, kSetting},
    {"packet filtered", "NETWORK_CONNECTION", {kMessage, kPacket}, finish_packet},
    {"message", "STATUS_UPDATE", {kMessage}},
};

// `journalctl -o json`.
constexpr Recognition kRecognitions[] = {
    {{{"__REALTIME_TIMESTAMP", ""}, {"MESSAGE", ""}, {"_BOOT_ID", ""}}},
};

constexpr Code kJournal[] = {
    {"__REALTIME_TIMESTAMP", "time"}, {"_HOSTNAME", "host"}, {"SYSLOG_IDENTIFIER", "program"}, {"_PID", "pid"},
    {"MESSAGE", "message"},           {"_EXE", "exe"},       {"_CMDLINE", "command_line"},
};

bool is_message(const RawRecord& record) { return !record.envelope.time.is_zero() && !record.envelope.program.empty(); }

bool split_message(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  const Envelope& envelope = record.envelope;
  if (envelope.program.empty()) return false;
  data.push_back({"host", envelope.host});
  data.push_back({"program", envelope.program});
  data.push_back({"pid", envelope.pid});
  data.push_back({"message", record.text});
  if (!envelope.message_id.empty()) data.push_back({"message_id", envelope.message_id});
  read_nix_message(envelope.program, record.text, data);
  return true;
}

void prepare_journal(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  if (record.json == nullptr) return;
  for (Datum& datum : data) {
    for (const Code& name : kJournal) {
      if (datum.name == name.from) datum.name = name.to;
    }
  }
  read_nix_message(find(data, "program"), find(data, "message"), data);
}

}  // namespace

const LogType& nix_system_log_type() {
  static constexpr LogType kType{
      .name = "NIX_SYSTEM",
      .title = "Linux and Unix syslog",
      .vendor = "Unix",
      .product = "Unix System",
      .recognitions = kRecognitions,
      .claims = is_message,
      .claimed_by = "a syslog message that no other log type claims",
      .is_last_resort = true,
      .split = split_message,
      .prepare = prepare_journal,
      .kind_field = "kind",
      .mappings = kMappings,
      .finish = finish_message,
  };
  return kType;
}

}  // namespace yaral::ingest
