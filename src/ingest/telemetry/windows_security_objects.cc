#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/windows_security.h"

namespace yaral::ingest::security {
namespace {

bool has_access(std::string_view mask, std::uint64_t bit) { return (to_unsigned(trim(mask)).value_or(0) & bit) != 0; }

struct Operation {
  std::string_view code;
  std::string_view text;
  std::string_view name;
};

// The codes stand in the event itself, the texts in what shippers render.
std::string_view decode(std::span<const Operation> codes, std::string_view text) {
  text = trim(text);
  for (const Operation& code : codes) {
    if (text == code.code || equal_nocase(text, code.text)) return code.name;
  }
  return {};
}

constexpr Operation kOperations[] = {
    {"%%1904", "New registry value created", "REGISTRY_CREATION"},
    {"%%1905", "Existing registry value modified", "REGISTRY_MODIFICATION"},
    {"%%1906", "Registry value deleted", "REGISTRY_DELETION"},
};

constexpr Operation kValueTypes[] = {
    {"%%1872", "REG_NONE", "NONE"},           {"%%1873", "REG_SZ", "SZ"},
    {"%%1874", "REG_EXPAND_SZ", "EXPAND_SZ"}, {"%%1875", "REG_BINARY", "BINARY"},
    {"%%1876", "REG_DWORD", "DWORD"},         {"%%1877", "REG_DWORD_BIG_ENDIAN", "DWORD_BIG_ENDIAN"},
    {"%%1878", "REG_LINK", "LINK"},           {"%%1879", "REG_MULTI_SZ", "MULTI_SZ"},
    {"%%1883", "REG_QWORD", "QWORD"},
};

// What stands in an element of the task's XML; empty when there is none.
std::string_view element_text(std::string_view xml, std::string_view open, std::string_view close) {
  const auto begin = xml.find(open);
  if (begin == std::string_view::npos) return {};
  xml = xml.substr(begin + open.size());
  return trim(xml.substr(0, xml.find(close)));
}

}  // namespace

// Events of access come for what was granted and for what was refused; only the keywords tell which.
void put_refusal(Draft& draft) {
  constexpr std::uint64_t kAuditFailure = 0x10000000000000;
  if ((to_unsigned(draft.windows->keywords).value_or(0) & kAuditFailure) == 0) return;
  draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK");
}

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
  put_refusal(draft);
}

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
    draft.put_enum(YARAL_PATH("target.registry.registry_value_type"), type);
  }
}

void finish_permissions(Draft& draft) {
  finish_object(draft);
  draft.set_type("USER_RESOURCE_UPDATE_PERMISSIONS");
  if (draft.has(YARAL_PATH("target.resource"))) return;
  draft.put_text(YARAL_PATH("target.resource.name"), draft.find("ObjectName"));
  draft.put_text(YARAL_PATH("target.resource.resource_subtype"), draft.find("ObjectType"));
}

// The first program that the task runs. The XML may have come with its brackets written as entities.
void finish_task(Draft& draft) {
  draft.put_enum(YARAL_PATH("target.resource.resource_type"), "TASK");
  std::string_view xml = draft.find("TaskContent");
  if (xml.empty()) xml = draft.find("TaskContentNew");
  Arena& arena = draft.arena();
  if (xml.find('<') == std::string_view::npos) xml = unescape_entities(xml, arena);
  const auto text = [&](std::string_view open, std::string_view close) {
    return unescape_entities(element_text(xml, open, close), arena);
  };
  const std::string_view command = text("<Command>", "</Command>");
  const std::string_view arguments = text("<Arguments>", "</Arguments>");
  draft.put_text(YARAL_PATH("target.process.file.full_path"), command);
  if (!command.empty()) {
    const std::string line = std::string(command) + (arguments.empty() ? "" : " ") + std::string(arguments);
    draft.put_text(YARAL_PATH("target.process.command_line"), arena.copy(line));
  }
  draft.put_text(YARAL_PATH("target.resource.windows_scheduled_task.author"), text("<Author>", "</Author>"));
}

// The share's folder, or the file below it: by its local path where that is told, else below the share's name.
void finish_share(Draft& draft) {
  put_target_host(draft);
  const std::string_view name = draft.find("RelativeTargetName");
  std::string_view folder = draft.find("ShareLocalPath");
  if (folder.starts_with("\\??\\")) folder.remove_prefix(4);
  if (is_absent(name)) {
    draft.put_text(YARAL_PATH("target.file.full_path"), folder);
    return;
  }
  if (is_absent(folder)) folder = draft.find("ShareName");
  const std::string file = std::string(folder) + (folder.ends_with('\\') ? "" : "\\") + std::string(name);
  draft.put_text(YARAL_PATH("target.file.full_path"), draft.arena().copy(file));
}

// `%%8448, %%8450`
void finish_audit_policy(Draft& draft) {
  constexpr Code kChanges[] = {
      {"%%8448", "Success removed"},
      {"%%8449", "Success added"},
      {"%%8450", "Failure removed"},
      {"%%8451", "Failure added"},
  };
  const std::string_view changes = draft.find("AuditPolicyChanges");
  std::string words;
  for (const Code& change : kChanges) {
    if (changes.find(change.from) != std::string_view::npos) {
      words += (words.empty() ? "" : ", ") + std::string(change.to);
    }
  }
  draft.put_text(YARAL_PATH("security_result.summary"), words.empty() ? changes : draft.arena().copy(words));
}

// The process is at the end that the record was made on: the origin, or where a connection comes in.
void finish_flow(Draft& draft) {
  const std::string_view direction = trim(draft.find("Direction"));
  const bool inbound = direction == "%%14592" || equal_nocase(direction, "Inbound");
  const bool outbound = direction == "%%14593" || equal_nocase(direction, "Outbound");
  if (inbound || outbound) draft.put_enum(YARAL_PATH("network.direction"), inbound ? "INBOUND" : "OUTBOUND");
  std::string_view pid = draft.find("ProcessID");
  if (pid.empty()) pid = draft.find("ProcessId");
  pid = to_pid(pid, draft.arena());
  if (inbound) {
    put_target_host(draft);
    draft.put_text(YARAL_PATH("target.process.file.full_path"), draft.find("Application"));
    draft.put_text(YARAL_PATH("target.process.pid"), pid);
  } else {
    draft.put_text(YARAL_PATH("principal.hostname"), draft.windows->computer);
    draft.put_text(YARAL_PATH("principal.process.file.full_path"), draft.find("Application"));
    draft.put_text(YARAL_PATH("principal.process.pid"), pid);
  }
}

// `C:\Windows\system32\kerberos.dll : Kerberos`
void finish_package(Draft& draft) {
  for (const char* name : {"SecurityPackageName", "AuthenticationPackageName", "NotificationPackageName"}) {
    const std::string_view text = draft.find(name);
    put_target_program(draft, trim(text.substr(0, text.find(" : "))));
  }
}

}  // namespace yaral::ingest::security
