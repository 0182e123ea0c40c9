#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kSubject[] = {
    {"SubjectUserSid", "principal.user.windows_sid", kSid},
    {"SubjectUserName", "principal.user.userid"},
    {"SubjectDomainName", "principal.administrative_domain"},
};

constexpr Row kTarget[] = {
    {"TargetUserSid", "target.user.windows_sid", kSid},
    {"TargetUserName", "target.user.userid"},
    {"TargetDomainName", "target.administrative_domain"},
};

constexpr Row kLaunch[] = {
    {"NewProcessId", "target.process.pid", kPid},
    {"NewProcessName", "target.process.file.full_path"},
    {"TokenElevationType", "target.process.token_elevation_type", kElevation, true},
    {"ProcessId", "principal.process.pid", kPid},
    {"CommandLine", "target.process.command_line", kEscapedText},
    {"ParentProcessName", "principal.process.file.full_path"},
    {"MandatoryLabel", "target.process.integrity_level_rid", kIntegrity, true},
};

constexpr Row kTermination[] = {
    {"ProcessId", "target.process.pid", kPid},
    {"ProcessName", "target.process.file.full_path"},
};

constexpr Row kActor[] = {
    {"ProcessId", "principal.process.pid", kPid},
    {"ProcessID", "principal.process.pid", kPid},  // as 4657 had it at first
    {"ProcessName", "principal.process.file.full_path"},
};

constexpr Row kLogon[] = {
    {"WorkstationName", "principal.hostname"},    {"Workstation", "principal.hostname"},
    {"IpAddress", "principal.ip", kIp},           {"IpPort", "principal.port", kPort},
    {"ProcessId", "principal.process.pid", kPid}, {"ProcessName", "principal.process.file.full_path"},
};

constexpr Row kTargetServer[] = {{"TargetServerName", "target.hostname"}};

constexpr Row kService[] = {
    {"ServiceName", "target.application"},
    {"ServiceFileName", "target.process.command_line", kText, true},
};

constexpr Row kTask[] = {{"TaskName", "target.resource.name"}};

std::int32_t number_of(const udm::Path& path, std::string_view name) {
  return udm::enum_number(path.type.enum_id, name).value_or(0);
}

void put_enum(Draft& draft, const udm::Path& path, std::string_view name) {
  draft.put(path, Value::enumerator(number_of(path, name)));
}

// Without a target account it is the subject itself that runs, or that got privileges.
void target_is_subject(Draft& draft) {
  if (draft.has(YARAL_PATH("target.user.userid"))) return;
  draft.put_text(YARAL_PATH("target.user.userid"), draft.text_at(YARAL_PATH("principal.user.userid")));
  draft.put_text(YARAL_PATH("target.user.windows_sid"), draft.text_at(YARAL_PATH("principal.user.windows_sid")));
  draft.put_text(YARAL_PATH("target.administrative_domain"),
                 draft.text_at(YARAL_PATH("principal.administrative_domain")));
}

bool has_access(std::string_view mask, std::uint64_t bit) { return (to_unsigned(trim(mask)).value_or(0) & bit) != 0; }

// Access to an object: what it was is told by ObjectType. A handle is not a write, so that no type says MODIFICATION.
void finish_object(Draft& draft) {
  constexpr std::uint64_t kReadData = 0x1;
  const WindowsEvent& record = *draft.windows;
  const std::string_view type = record.find("ObjectType");
  const std::string_view name = record.find("ObjectName");
  if (type == "File") {
    draft.put_text(YARAL_PATH("target.file.full_path"), name);
    draft.set_type(has_access(record.find("AccessMask"), kReadData) ? "FILE_READ" : "FILE_OPEN");
  } else if (type == "Key") {
    draft.put_text(YARAL_PATH("target.registry.registry_key"), name);
    draft.set_type("REGISTRY_UNCATEGORIZED");
  } else if (type == "Process") {
    draft.put_text(YARAL_PATH("target.process.file.full_path"), name);
    draft.set_type("PROCESS_OPEN");
  } else {
    draft.put_text(YARAL_PATH("target.resource.name"), name);
    draft.put_text(YARAL_PATH("target.resource.resource_subtype"), type);
    draft.set_type("USER_RESOURCE_ACCESS");
  }
}

struct Code {
  std::string_view code;
  std::string_view text;
  std::string_view name;
};

// The codes stand in the event itself, the texts in what shippers render.
std::string_view decode(std::span<const Code> codes, std::string_view text) {
  text = trim(text);
  for (const Code& code : codes) {
    if (text == code.code || equal_nocase(text, code.text)) return code.name;
  }
  return {};
}

constexpr Code kOperations[] = {
    {"%%1904", "New registry value created", "REGISTRY_CREATION"},
    {"%%1905", "Existing registry value modified", "REGISTRY_MODIFICATION"},
    {"%%1906", "Registry value deleted", "REGISTRY_DELETION"},
};

constexpr Code kValueTypes[] = {
    {"%%1872", "REG_NONE", "NONE"},           {"%%1873", "REG_SZ", "SZ"},
    {"%%1874", "REG_EXPAND_SZ", "EXPAND_SZ"}, {"%%1875", "REG_BINARY", "BINARY"},
    {"%%1876", "REG_DWORD", "DWORD"},         {"%%1877", "REG_DWORD_BIG_ENDIAN", "DWORD_BIG_ENDIAN"},
    {"%%1878", "REG_LINK", "LINK"},           {"%%1879", "REG_MULTI_SZ", "MULTI_SZ"},
    {"%%1883", "REG_QWORD", "QWORD"},
};

constexpr Row kRegistryValue[] = {
    {"ObjectValueName", "target.registry.registry_value_name"},
    {"NewValue", "target.registry.registry_value_data"},
    {"OldValue", "src.registry.registry_value_data", kText, true},
};

// As for Sysmon 13, the key is the whole of it with the value's name at the end.
void finish_registry_value(Draft& draft) {
  const WindowsEvent& record = *draft.windows;
  const std::string_view key = record.find("ObjectName");
  const std::string_view value = record.find("ObjectValueName");
  if (!is_absent(key)) {
    const std::string whole = is_absent(value) ? std::string(key) : std::string(key) + '\\' + std::string(value);
    draft.put(YARAL_PATH("target.registry.registry_key"), Value::string(draft.arena().copy(whole)));
  }
  if (const std::string_view type = decode(kOperations, record.find("OperationType")); !type.empty()) {
    draft.set_type(type);
  }
  if (const std::string_view type = decode(kValueTypes, record.find("NewValueType")); !type.empty()) {
    put_enum(draft, YARAL_PATH("target.registry.registry_value_type"), type);
  }
}

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

// For logons the machine that logged them is the target, and the principal is where they came from: the workstation or
// the address, and the same machine when neither is told.
void finish_logon(Draft& draft, bool allowed) {
  const WindowsEvent& record = *draft.windows;
  draft.put_text(YARAL_PATH("target.hostname"), record.computer);
  put_enum(draft, YARAL_PATH("extensions.auth.type"), "MACHINE");
  const std::string_view number = trim(record.find("LogonType"));
  for (const LogonType& type : kLogonTypes) {
    if (type.number == number) put_enum(draft, YARAL_PATH("extensions.auth.mechanism"), type.mechanism);
  }
  put_enum(draft, YARAL_PATH("security_result.action"), allowed ? "ALLOW" : "BLOCK");
}

void finish_success(Draft& draft) { finish_logon(draft, true); }

void finish_failure(Draft& draft) {
  finish_logon(draft, false);
  put_enum(draft, YARAL_PATH("security_result.category"), "AUTH_VIOLATION");
  const WindowsEvent& record = *draft.windows;
  const std::string text =
      "Status " + std::string(record.find("Status")) + ", SubStatus " + std::string(record.find("SubStatus"));
  draft.put(YARAL_PATH("security_result.description"), Value::string(draft.arena().copy(text)));
}

void finish_logout(Draft& draft) { put_enum(draft, YARAL_PATH("extensions.auth.type"), "MACHINE"); }

void finish_explicit_logon(Draft& draft) {
  put_enum(draft, YARAL_PATH("extensions.auth.type"), "MACHINE");
  put_enum(draft, YARAL_PATH("security_result.action"), "ALLOW");
}

void finish_task(Draft& draft) { put_enum(draft, YARAL_PATH("target.resource.resource_type"), "TASK"); }

constexpr Mapping kMappings[] = {
    {"4624", "USER_LOGIN", {kSubject, kTarget, kLogon}, finish_success, true},
    {"4625", "USER_LOGIN", {kSubject, kTarget, kLogon}, finish_failure, true},
    {"4634", "USER_LOGOUT", {kSubject, kTarget}, finish_logout},
    {"4647", "USER_LOGOUT", {kSubject, kTarget}, finish_logout},
    {"4648", "USER_LOGIN", {kSubject, kTarget, kActor, kTargetServer}, finish_explicit_logon},
    {"4656", "USER_RESOURCE_ACCESS", {kSubject, kActor}, finish_object},
    {"4657", "REGISTRY_MODIFICATION", {kSubject, kActor, kRegistryValue}, finish_registry_value},
    {"4663", "USER_RESOURCE_ACCESS", {kSubject, kActor}, finish_object},
    {"4672", "USER_UNCATEGORIZED", {kSubject}, target_is_subject},
    {"4688", "PROCESS_LAUNCH", {kSubject, kLaunch, kTarget}, target_is_subject},
    {"4689", "PROCESS_TERMINATION", {kSubject, kTermination}},
    {"4697", "SERVICE_CREATION", {kSubject, kService}},
    {"4698", "SCHEDULED_TASK_CREATION", {kSubject, kTask}, finish_task},
    {"4699", "SCHEDULED_TASK_DELETION", {kSubject, kTask}, finish_task},
    {"4700", "SCHEDULED_TASK_ENABLE", {kSubject, kTask}, finish_task},
    {"4701", "SCHEDULED_TASK_DISABLE", {kSubject, kTask}, finish_task},
    {"4702", "SCHEDULED_TASK_MODIFICATION", {kSubject, kTask}, finish_task},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-Security-Auditing"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings};

}  // namespace

const WindowsSource& security_source() { return kSource; }

}  // namespace yaral::ingest
