#include "ingest/telemetry/nix_messages.h"

#include <algorithm>
#include <span>

#include "ingest/convert.h"

namespace yaral::ingest {
namespace {

struct Pattern {
  std::string_view kind;
  std::string_view text;
};

// The first that fits is taken. A name that someone tries to log in with may hold anything, also ` from `: so the last
// one counts.
constexpr Pattern kSshd[] = {
    {"ssh accepted", "Accepted {method} for {user+} from {ip} port {port} ssh2: {key}"},
    {"ssh accepted", "Accepted {method} for {user+} from {ip} port {port} "},
    {"ssh failed", "Failed {method} for invalid user {user+} from {ip} port {port} "},
    {"ssh failed", "Failed {method} for {user+} from {ip} port {port} "},
    {"ssh failed", "Invalid user {user+} from {ip} port {port}"},
    {"ssh failed", "Invalid user {user+} from {ip}"},
    {"ssh failed", "error: maximum authentication attempts exceeded for invalid user {user+} from {ip} port {port} "},
    {"ssh failed", "error: maximum authentication attempts exceeded for {user+} from {ip} port {port} "},
    {"ssh failed", "error: PAM: {reason} for illegal user {user+} from {ip}"},
    {"ssh failed", "error: PAM: {reason} for {user+} from {ip}"},
    {"ssh failed", "User {user+} from {ip} not allowed because {reason}"},
    {"ssh ended", "Disconnected from user {user} {ip} port {port}"},
    {"ssh connection", "Disconnected from authenticating user {user} {ip} port {port}"},
    {"ssh connection", "Disconnected from invalid user {user} {ip} port {port}"},
    {"ssh connection", "Disconnected from {ip} port {port}"},
    {"ssh connection", "Received disconnect from {ip} port {port}:{code}: {reason}"},
    {"ssh connection", "Connection {what} by authenticating user {user} {ip} port {port}"},
    {"ssh connection", "Connection {what} by invalid user {user} {ip} port {port}"},
    {"ssh connection", "Connection {what} by {ip} port {port}"},
    {"ssh connection", "Connection from {ip} port {port} on {local_ip} port {local_port} "},
    {"ssh connection", "Connection from {ip} port {port} on {local_ip} port {local_port}"},
    {"ssh connection", "Did not receive identification string from {ip} port {port}"},
};

// Of whatever program, by the modules of PAM.
constexpr Pattern kPam[] = {
    {"session opened", "pam_unix({service}:session): session opened for user {user}(uid={uid}) by {by}(uid={by_uid})"},
    {"session opened", "pam_unix({service}:session): session opened for user {user} by {by}(uid={by_uid})"},
    {"session closed", "pam_unix({service}:session): session closed for user {user}"},
    {"authentication failed",
     "pam_unix({service}:auth): authentication failure; logname={logname} uid={uid} euid={euid} tty={tty} ruser={by} "
     "rhost={rhost} user={user}"},
    {"authentication failed",
     "pam_unix({service}:auth): authentication failure; logname={logname} uid={uid} euid={euid} tty={tty} ruser={by} "
     "rhost={rhost}"},
    {"password changed", "pam_unix({service}:chauthtok): password changed for {user}"},
};

constexpr Pattern kSudo[] = {
    {"sudo command", "{by} : TTY={tty} ; PWD={cwd} ; USER={user} ; COMMAND={command}"},
    {"sudo command", "{by} : PWD={cwd} ; USER={user} ; COMMAND={command}"},
    {"sudo refused", "{by} : {reason} ; TTY={tty} ; PWD={cwd} ; USER={user} ; COMMAND={command}"},
    {"sudo refused", "{by} : {reason} ; PWD={cwd} ; USER={user} ; COMMAND={command}"},
};

constexpr Pattern kSu[] = {
    {"su", "(to {user}) {by} on {tty}"},
    {"su", "Successful su for {user} by {by}"},
    {"su", "+ {tty} {by}:{user}"},
    {"su failed", "FAILED SU (to {user}) {by} on {tty}"},
    {"su failed", "FAILED su for {user} by {by}"},
    {"su failed", "- {tty} {by}:{user}"},
};

constexpr Pattern kLogin[] = {
    {"login", "ROOT LOGIN ON {tty} FROM {rhost}"},
    {"login", "LOGIN ON {tty} BY {user} FROM {rhost}"},
    {"login", "LOGIN ON {tty} BY {user}"},
    {"root login", "ROOT LOGIN  on '{tty}'"},
    {"root login", "ROOT LOGIN ON {tty}"},
    {"login failed", "FAILED LOGIN ({count}) on '{tty}' FOR '{user}', {reason}"},
    {"login failed", "FAILED LOGIN {count} FROM {rhost} FOR {user}, {reason}"},
};

constexpr Pattern kCron[] = {
    {"cron command", "({user}) CMD ({command+})"},
    {"crontab changed", "({by}) REPLACE ({user})"},
    {"crontab changed", "({by}) DELETE ({user})"},
};

constexpr Pattern kAccounts[] = {
    {"user added", "new user: name={user}, UID={uid}, GID={gid}, home={home}, shell={shell}, from={tty}"},
    {"user added", "new user: name={user}, UID={uid}, GID={gid}, home={home}, shell={shell}"},
    {"group added", "new group: name={group}, GID={gid}"},
    {"group added", "group added to {file}: name={group}, GID={gid}"},
    {"group changed", "add '{user}' to group '{group}'"},
    {"group changed", "add '{user}' to shadow group '{group}'"},
    {"group changed", "delete '{user}' from group '{group}'"},
    {"group changed", "user {user} added by {by} to group {group}"},
    {"group changed", "user {user} removed by {by} from group {group}"},
    {"password changed", "change user '{user}' password"},
    {"password changed", "password changed for {user}"},
    {"user changed", "change user '{user}' {what} from "},
    {"user changed", "change user name '{user}' to '{what}'"},
    {"user changed", "lock user '{user}' password"},
    {"user changed", "unlock user '{user}' password"},
    {"user changed", "changed password expiry for {user}"},
    {"user deleted", "delete user '{user}'"},
    {"group deleted", "removed group '{group}' owned by '{user}'"},
    {"group deleted", "group '{group}' removed"},
};

constexpr Pattern kSystemd[] = {
    {"service started", "Started {unit} - {title}"},
    {"service started", "Started {unit+}."},
    {"service started", "Started {unit}"},
    {"service stopped", "Stopped {unit} - {title}"},
    {"service stopped", "Stopped {unit+}."},
    {"service stopped", "Stopped {unit}"},
    {"session opened", "New session {session} of user {user+}."},
};

constexpr Pattern kKernel[] = {
    {"module loaded", "{module}: loading out-of-tree module taints kernel"},
    {"module loaded", "{module}: module verification failed: {reason}"},
    {"module loaded", "{module}: module license '{license}' taints kernel"},
    {"process crashed", "{comm}[{crashed}]: segfault at {reason}"},
    {"process crashed", "traps: {comm}[{crashed}] {reason}"},
    {"process killed", "Out of memory: Killed process {crashed} ({comm}) "},
    {"promiscuous mode", "device {device} entered promiscuous mode"},
    {"packet filtered",
     "{rule}IN={in} OUT={out} MAC={mac} SRC={src} DST={dst} LEN={header} PROTO={proto} SPT={sport} DPT={dport} "},
    {"packet filtered",
     "{rule}IN={in} OUT={out} SRC={src} DST={dst} LEN={header} PROTO={proto} SPT={sport} DPT={dport} "},
    {"packet filtered", "{rule}IN={in} OUT={out} MAC={mac} SRC={src} DST={dst} LEN={header} PROTO={proto} "},
};

struct Program {
  std::string_view name;  // or how it begins, with * behind
  std::span<const Pattern> patterns;
};

constexpr Program kPrograms[] = {
    {"sshd*", kSshd},        {"sudo", kSudo},         {"su", kSu},
    {"login", kLogin},       {"cron*", kCron},        {"anacron", kCron},
    {"useradd", kAccounts},  {"usermod", kAccounts},  {"userdel", kAccounts},
    {"groupadd", kAccounts}, {"groupmod", kAccounts}, {"groupdel", kAccounts},
    {"gpasswd", kAccounts},  {"passwd", kAccounts},   {"chage", kAccounts},
    {"chpasswd", kAccounts}, {"systemd*", kSystemd},  {"kernel", kKernel},
};

// `/usr/sbin/CRON` as `cron`.
bool is_program(std::string_view program, std::string_view name) {
  program.remove_prefix(program.rfind('/') + 1);
  if (!name.ends_with('*')) return equal_nocase(program, name);
  name.remove_suffix(1);
  return equal_nocase(program.substr(0, name.size()), name);
}

// The kernel's seconds since the start, and what sshd adds while no one is logged in.
std::string_view without_marks(std::string_view program, std::string_view text) {
  constexpr std::string_view kBefore = " [preauth]";
  if (text.ends_with(kBefore)) text.remove_suffix(kBefore.size());
  if (program == "kernel" && text.starts_with('[')) {
    const auto end = text.find(']');
    const bool seconds = end != std::string_view::npos &&
                         text.substr(1, end - 1).find_first_not_of(" .0123456789") == std::string_view::npos;
    if (seconds) text.remove_prefix(end + 1);
  }
  return trim(text);
}

bool match_any(std::span<const Pattern> patterns, std::string_view text, std::vector<Datum>& data) {
  for (const Pattern& pattern : patterns) {
    if (!match_nix_pattern(pattern.text, text, data)) continue;
    data.push_back({"kind", pattern.kind});
    return true;
  }
  return false;
}

}  // namespace

bool match_nix_pattern(std::string_view pattern, std::string_view text, std::vector<Datum>& data) {
  const std::size_t before = data.size();
  const auto fail = [&] {
    data.resize(before);
    return false;
  };
  while (!pattern.empty()) {
    const std::string_view plain = pattern.substr(0, pattern.find('{'));
    if (!text.starts_with(plain)) return fail();
    text.remove_prefix(plain.size());
    pattern.remove_prefix(plain.size());
    if (pattern.empty()) break;
    const auto close = pattern.find('}');
    std::string_view name = pattern.substr(1, close - 1);
    pattern.remove_prefix(close + 1);
    const bool last = name.ends_with('+');
    if (last) name.remove_suffix(1);
    const std::string_view behind = pattern.substr(0, pattern.find('{'));
    const auto end = behind.empty() ? text.size() : last ? text.rfind(behind) : text.find(behind);
    if (end == std::string_view::npos) return fail();
    data.push_back({name, trim(text.substr(0, end))});
    text.remove_prefix(end);
  }
  return true;
}

void read_nix_message(std::string_view program, std::string_view message, std::vector<Datum>& data) {
  const std::string_view text = without_marks(program, message);
  for (const Program& known : kPrograms) {
    if (is_program(program, known.name) && match_any(known.patterns, text, data)) return;
  }
  if (!match_any(kPam, text, data)) data.push_back({"kind", "message"});
}

}  // namespace yaral::ingest
