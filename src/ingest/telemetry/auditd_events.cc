#include "ingest/telemetry/auditd_events.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "ingest/convert.h"
#include "ingest/path_constant.h"

namespace yaral::ingest {
namespace {

bool is_failure(std::string_view result) { return result == "no" || result == "failed" || result == "0"; }

std::string_view result_of(const Draft& draft) {
  for (const std::string_view name : {"success", "res", "result"}) {
    if (const std::string_view result = draft.find(name); !result.empty()) return result;
  }
  return {};
}

constexpr std::string_view kInProgress[] = {"-115", "EINPROGRESS"};
constexpr std::string_view kRefused[] = {"-1", "-13", "EPERM", "EACCES"};

bool starts_with_one_of(std::string_view text, std::span<const std::string_view> list) {
  const std::string_view word = text.substr(0, text.find('('));
  return std::ranges::find(list, word) != list.end();
}

void put_name(Draft& draft, const udm::Path& to, std::string_view name) {
  if (name != draft.find("auid") && name != draft.find("uid")) draft.put_text(to, name);
}

// The account that logged in keeps its id through sudo and su; a daemon has none.
void put_actor(Draft& draft) {
  const std::string_view login = draft.find("auid");
  const bool has_login = !login.empty();
  draft.put_text(YARAL_PATH("principal.user.userid"), has_login ? login : draft.find("uid"));
  put_name(draft, YARAL_PATH("principal.user.user_display_name"), draft.find(has_login ? "AUID" : "UID"));
}

void put_host(Draft& draft) {
  std::string_view host = draft.find("node");
  if (host.empty() && draft.raw != nullptr) host = draft.raw->envelope.host;
  const std::string_view origin = to_ip(draft.find("addr"));
  // Without an address the name is the machine's own.
  if (host.empty() && origin.empty()) host = draft.find("hostname");
  const bool is_ip = !to_ip(host).empty();
  if (origin.empty()) {
    draft.put_text(is_ip ? YARAL_PATH("principal.ip") : YARAL_PATH("principal.hostname"), host);
    return;
  }
  draft.put_text(YARAL_PATH("principal.ip"), origin);
  if (to_ip(draft.find("hostname")).empty()) draft.put_text(YARAL_PATH("principal.hostname"), draft.find("hostname"));
  draft.put_text(is_ip ? YARAL_PATH("target.ip") : YARAL_PATH("target.hostname"), host);
}

// Each key of a rule, several of which have a 0x01 between.
void put_keys(Draft& draft) {
  const udm::FieldIndex name = YARAL_PATH("security_result.rule_name").steps.back().field;
  for (const Datum& datum : draft.data()) {
    if (datum.name != "key") continue;
    for (std::string_view keys = datum.value; !keys.empty();) {
      const auto end = std::min(keys.find('\x01'), keys.size());
      const std::string_view key = draft.keep(keys.substr(0, end));
      if (!is_absent(key)) {
        draft.append(YARAL_PATH("security_result")).set(name, Value::string(key), draft.arena());
      }
      keys.remove_prefix(std::min(end + 1, keys.size()));
    }
  }
}

std::string_view action_of(const Draft& draft) {
  const std::string_view verdict = draft.find("avc").empty() ? draft.find("apparmor") : draft.find("avc");
  const bool enforced = draft.find("permissive") != "1";
  if (equal_nocase(verdict, "denied")) return enforced ? "BLOCK" : "ALLOW";
  if (equal_nocase(verdict, "granted") || equal_nocase(verdict, "allowed")) return "ALLOW";
  const std::string_view result = result_of(draft);
  if (result.empty()) return {};
  const std::string_view exit = draft.find("exit");
  if (!is_failure(result) || starts_with_one_of(exit, kInProgress)) return "ALLOW";
  return exit.empty() || starts_with_one_of(exit, kRefused) ? "BLOCK" : "FAIL";
}

std::string_view first_of(const Draft& draft, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::string_view value = draft.find(name); !value.empty()) return value;
  }
  return {};
}

void put_account(Draft& draft) {
  // LOGIN says in the last two which account a session now has; a session's end, whose it was.
  constexpr std::string_view kNames[] = {"acct", "ID", "id", "AUID", "auid"};
  const udm::Path& user = YARAL_PATH("target.user.userid");
  if (!draft.has(user)) draft.put_text(user, first_of(draft, kNames));
}

}  // namespace

std::uint64_t audit_argument(const Draft& draft, std::string_view name) {
  std::string_view text = draft.find(name);
  if (text.starts_with("0x")) text.remove_prefix(2);
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return number;
}

bool audit_failed(const Draft& draft) { return is_failure(result_of(draft)); }

void weaken_audit_failure(Draft& draft, std::string_view type) {
  if (audit_failed(draft)) draft.set_type(type);
}

void put_audit_self(Draft& draft) {
  draft.put_text(YARAL_PATH("target.process.file.full_path"), draft.find("exe"));
  if (!draft.has(YARAL_PATH("target.process.pid"))) {
    draft.put_text(YARAL_PATH("target.process.pid"), draft.find("pid"));
  }
}

std::string_view audit_kind(std::span<const Datum> data, Arena&) {
  const std::string_view type = find(data, "type");
  if (type == "EXECVE") return "execve";
  const std::string_view call = find(data, "SYSCALL");
  if (type != "SYSCALL" || call.empty()) return type;
  return call.starts_with("execve") && is_failure(find(data, "success")) ? "failed execve" : call;
}

void finish_audit_launch(Draft& draft) {
  const udm::Path& line = YARAL_PATH("target.process.command_line");
  if (!draft.has(line)) draft.put_text(line, draft.find("proctitle"));
  constexpr std::string_view kIds[] = {"euid", "uid"};
  constexpr std::string_view kNames[] = {"EUID", "UID"};
  draft.put_text(YARAL_PATH("target.user.userid"), first_of(draft, kIds));
  draft.put_text(YARAL_PATH("target.user.user_display_name"), first_of(draft, kNames));
}

void finish_audit_command(Draft& draft) {
  const std::string_view program = program_of(draft.find("cmd"));
  if (program.starts_with('/')) draft.put_text(YARAL_PATH("target.process.file.full_path"), program);
  weaken_audit_failure(draft, "PROCESS_UNCATEGORIZED");
}

void finish_audit_socket(Draft& draft) {
  const std::string_view call = draft.find("SYSCALL");
  const bool inbound = call.starts_with("accept");
  if (!draft.has(YARAL_PATH("target.ip"))) return draft.set_type("NETWORK_UNCATEGORIZED");
  if (inbound || call == "connect") {
    draft.put_enum(YARAL_PATH("network.direction"), inbound ? "INBOUND" : "OUTBOUND");
  }
}

void finish_audit_trace(Draft& draft) {
  const std::string_view request = draft.find("a0");
  const bool is_ptrace = draft.find("SYSCALL") == "ptrace";
  // PTRACE_POKETEXT, _POKEDATA, _POKEUSR, _SETREGS, _SETFPREGS, _SETREGSET
  constexpr std::uint64_t kWriting[] = {4, 5, 6, 0xd, 0xf, 0x4205};
  const bool writes = std::ranges::find(kWriting, audit_argument(draft, "a0")) != std::end(kWriting) ||
                      request.contains("POKE") || request.contains("_SET");
  const bool changes = is_ptrace ? writes : draft.find("SYSCALL").contains("write");
  draft.set_type(audit_failed(draft) ? "PROCESS_UNCATEGORIZED" : changes ? "PROCESS_INJECTION" : "PROCESS_OPEN");
  if (draft.has(YARAL_PATH("target.process.pid"))) return;
  const std::uint64_t pid = audit_argument(draft, is_ptrace ? "a1" : "a0");
  if (pid != 0) {
    draft.put_text(YARAL_PATH("target.process.pid"), decimal(pid, draft.arena()));
  } else {
    put_audit_self(draft);
  }
}

void finish_audit_signal(Draft& draft) {
  const bool to_thread = draft.find("SYSCALL") == "tgkill";
  const std::uint64_t number = audit_argument(draft, to_thread ? "a2" : "a1");
  draft.add("signal", decimal(number, draft.arena()));
  constexpr std::uint64_t kKill = 9;
  constexpr std::uint64_t kTerminate = 15;
  if (!audit_failed(draft) && (number == kKill || number == kTerminate)) draft.set_type("PROCESS_TERMINATION");
  if (!draft.has(YARAL_PATH("target.process.pid"))) {
    draft.put_text(YARAL_PATH("target.process.pid"), decimal(audit_argument(draft, "a0"), draft.arena()));
  }
}

void finish_audit_account(Draft& draft) {
  put_account(draft);
  const bool of_group = draft.find("type") == "USER_MGMT" && draft.find("op").contains("group");
  if (of_group) draft.set_type("GROUP_MODIFICATION");
  weaken_audit_failure(draft, "USER_UNCATEGORIZED");
}

void finish_audit_login(Draft& draft) {
  put_account(draft);
  const std::string_view exe = draft.find("exe");
  const std::string_view terminal = draft.find("terminal");
  const bool remote = !to_ip(draft.find("addr")).empty() || terminal == "ssh";
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  if (remote || !terminal.empty()) {
    draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), remote ? "REMOTE" : terminal == "cron" ? "BATCH" : "LOCAL");
  }
  if (exe.ends_with("/sshd")) draft.put_enum(YARAL_PATH("network.application_protocol"), "SSH");
}

void finish_audit_denial(Draft& draft) {
  const std::string_view object = draft.find("path").empty() ? draft.find("name") : draft.find("path");
  const std::string_view operation = draft.find("operation");
  const bool file = draft.find("tclass") == "file" || draft.find("tclass") == "dir" || object.starts_with('/');
  if (file && operation != "exec" && !operation.starts_with("profile")) draft.set_type("FILE_UNCATEGORIZED");
  draft.put_text(YARAL_PATH("target.file.full_path"), object);
  put_audit_self(draft);
}

void finish_audit_seccomp(Draft& draft) {
  put_audit_self(draft);
  constexpr std::uint64_t kLog = 0x7ffc0000;
  const bool only_logged = to_unsigned(draft.find("code")).value_or(0) == kLog;
  draft.put_enum(YARAL_PATH("security_result.action"), only_logged ? "ALLOW" : "BLOCK");
}

void finish_audit(Draft& draft) {
  put_host(draft);
  put_actor(draft);
  put_keys(draft);
  const udm::Path& action = YARAL_PATH("security_result.action");
  const std::string_view done = action_of(draft);
  if (!done.empty() && !draft.has(action)) draft.put_enum(action, done);
}

}  // namespace yaral::ingest
