#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/windows_security.h"

namespace yaral::ingest::security {
namespace {

struct LogonType {
  std::string_view number;
  std::string_view mechanism;
};

constexpr LogonType kLogonTypes[] = {
    {"2", "INTERACTIVE"},
    {"3", "NETWORK"},
    {"4", "BATCH"},
    {"5", "SERVICE"},
    {"7", "UNLOCK"},
    {"8", "NETWORK_CLEAR_TEXT"},
    {"9", "NEW_CREDENTIALS"},
    {"10", "REMOTE_INTERACTIVE"},
    {"11", "CACHED_INTERACTIVE"},
    {"12", "CACHED_REMOTE_INTERACTIVE"},
    {"13", "CACHED_UNLOCK"},
};

void put_mechanism(Draft& draft) {
  const std::string_view number = trim(draft.windows->find("LogonType"));
  for (const LogonType& type : kLogonTypes) {
    if (type.number == number) draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), type.mechanism);
  }
}

// For logons the machine that logged them is the target, and the principal is where they came from: the workstation or
// the address, and the same machine when neither is told.
void finish_logon(Draft& draft, bool allowed) {
  put_target_host(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  put_mechanism(draft);
  draft.put_enum(YARAL_PATH("security_result.action"), allowed ? "ALLOW" : "BLOCK");
}

bool is_good(std::string_view status) { return status.empty() || to_unsigned(trim(status)) == 0; }

}  // namespace

// Without a target account it is the subject itself that runs, or that got privileges.
void target_is_subject(Draft& draft) {
  if (draft.has(YARAL_PATH("target.user.userid"))) return;
  draft.put_text(YARAL_PATH("target.user.userid"), draft.text_at(YARAL_PATH("principal.user.userid")));
  draft.put_text(YARAL_PATH("target.user.windows_sid"), draft.text_at(YARAL_PATH("principal.user.windows_sid")));
  draft.put_text(YARAL_PATH("target.administrative_domain"),
                 draft.text_at(YARAL_PATH("principal.administrative_domain")));
}

void finish_success(Draft& draft) { finish_logon(draft, true); }

void finish_failure(Draft& draft) {
  finish_logon(draft, false);
  draft.put_enum(YARAL_PATH("security_result.category"), "AUTH_VIOLATION");
  const WindowsEvent& record = *draft.windows;
  const std::string text =
      "Status " + std::string(record.find("Status")) + ", SubStatus " + std::string(record.find("SubStatus"));
  draft.put(YARAL_PATH("security_result.description"), Value::string(draft.arena().copy(text)));
}

void finish_logout(Draft& draft) {
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  put_mechanism(draft);
}

void finish_explicit_logon(Draft& draft) {
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  draft.put_enum(YARAL_PATH("security_result.action"), "ALLOW");
}

// Of Kerberos and NTLM the domain controller tells.
void finish_credentials(Draft& draft) {
  put_target_host(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  const std::string_view account = draft.text_at(YARAL_PATH("target.user.userid"));
  if (const auto at = account.find('@'); at != std::string_view::npos) {
    draft.put(YARAL_PATH("target.user.userid"), Value::string(account.substr(0, at)));
  }
  std::string_view status = draft.find("Status");
  if (status.empty()) status = draft.find("FailureCode");
  draft.put_enum(YARAL_PATH("security_result.action"), is_good(status) ? "ALLOW" : "BLOCK");
  if (!is_good(status)) draft.put_enum(YARAL_PATH("security_result.category"), "AUTH_VIOLATION");
}

void finish_denied(Draft& draft) {
  put_target_host(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK");
  draft.put_enum(YARAL_PATH("security_result.category"), "AUTH_VIOLATION");
}

void finish_session(Draft& draft) {
  put_target_host(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  const bool local = equal_nocase(trim(draft.find("ClientAddress")), "LOCAL");
  draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), local ? "INTERACTIVE" : "REMOTE_INTERACTIVE");
}

// The member by the name in its directory entry, `CN=Anna Smith,OU=…`; the whole stays in additional.fields.
void finish_member(Draft& draft) {
  std::string_view name = draft.find("MemberName");
  if (!name.starts_with("CN=") && !name.starts_with("cn=")) {
    draft.put_text(YARAL_PATH("target.user.userid"), name);
    return;
  }
  name.remove_prefix(3);
  std::string text;
  for (std::size_t i = 0; i < name.size() && name[i] != ','; ++i) {
    if (name[i] == '\\' && i + 1 < name.size()) ++i;  // an escaped comma belongs to the name
    text += name[i];
  }
  draft.put_text(YARAL_PATH("target.user.userid"), draft.arena().copy(text));
}

}  // namespace yaral::ingest::security
