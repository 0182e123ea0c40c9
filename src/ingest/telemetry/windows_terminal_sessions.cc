#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

// Address is `LOCAL` at the console.
constexpr Row kSession[] = {
    {"User", "target", kAccount},
    {"SessionID", "network.session_id", kText, true},
    {"Address", "principal.ip", kIp, true},
};

void finish_session(Draft& draft) {
  const bool remote = draft.has(YARAL_PATH("principal.ip"));
  put_target_host(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), remote ? "REMOTE_INTERACTIVE" : "INTERACTIVE");
}

void finish_login(Draft& draft) {
  finish_session(draft);
  draft.put_enum(YARAL_PATH("security_result.action"), "ALLOW");
}

// 23 tells no address.
void finish_logout(Draft& draft) {
  put_target_host(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
}

constexpr Constant kLogon[] = {{"security_result.summary", "Session logon"}};
constexpr Constant kShell[] = {{"security_result.summary", "Shell started"}};
constexpr Constant kLogoff[] = {{"security_result.summary", "Session logoff"}};
constexpr Constant kDisconnected[] = {{"security_result.summary", "Session disconnected"}};
constexpr Constant kReconnected[] = {{"security_result.summary", "Session reconnected"}};

constexpr Mapping kMappings[] = {
    {"21", "USER_LOGIN", {kSession}, finish_login, true, kLogon},
    {"22", "USER_UNCATEGORIZED", {kSession}, finish_session, true, kShell},
    {"23", "USER_LOGOUT", {kSession}, finish_logout, true, kLogoff},
    {"24", "USER_LOGOUT", {kSession}, finish_session, true, kDisconnected},
    {"25", "USER_LOGIN", {kSession}, finish_login, true, kReconnected},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-TerminalServices-LocalSessionManager"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings};

}  // namespace

const WindowsSource& terminal_sessions_source() { return kSource; }

}  // namespace yaral::ingest
