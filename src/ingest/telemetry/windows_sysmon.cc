#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kCommon[] = {
    {"RuleName", "security_result.rule_name"},
    {"UtcTime", "", kEventTime},
};

// The acting process and its account.
constexpr Row kActor[] = {
    {"ProcessGuid", "principal.process.product_specific_process_id", kGuid},
    {"ProcessId", "principal.process.pid", kPid},
    {"Image", "principal.process.file.full_path"},
    {"User", "principal", kAccount},
};

constexpr Row kLaunch[] = {
    {"ProcessGuid", "target.process.product_specific_process_id", kGuid},
    {"ProcessId", "target.process.pid", kPid},
    {"Image", "target.process.file.full_path"},
    {"FileVersion", "target.asset.software.version"},
    {"Description", "target.asset.software.description"},
    {"Product", "target.asset.software.name"},
    {"Company", "target.asset.software.vendor_name"},
    {"OriginalFileName", "target.process.file.exif_info.original_file", kText, true},
    {"CommandLine", "target.process.command_line"},
    {"User", "target", kAccount},
    {"LogonId", "network.session_id", kText, true},
    {"IntegrityLevel", "target.process.integrity_level_rid", kIntegrity},
    {"Hashes", "target.process.file", kHashes},
    {"ParentProcessGuid", "principal.process.product_specific_process_id", kGuid},
    {"ParentProcessId", "principal.process.pid", kPid},
    {"ParentImage", "principal.process.file.full_path"},
    {"ParentCommandLine", "principal.process.command_line"},
    {"ParentUser", "principal", kAccount},
};

constexpr Row kTermination[] = {
    {"ProcessGuid", "target.process.product_specific_process_id", kGuid},
    {"ProcessId", "target.process.pid", kPid},
    {"Image", "target.process.file.full_path"},
    {"User", "principal", kAccount},
    {"User", "target", kAccount},
};

constexpr Row kTimeChange[] = {
    {"TargetFilename", "target.file.full_path"},
    {"CreationUtcTime", "target.file.first_seen_time", kTime, true},
};

constexpr Row kConnection[] = {
    {"Protocol", "network.ip_protocol", kIpProtocol}, {"SourceIp", "principal.ip", kIp},
    {"SourcePort", "principal.port", kPort},          {"DestinationIp", "target.ip", kIp},
    {"DestinationHostname", "target.hostname"},       {"DestinationPort", "target.port", kPort},
};

constexpr Row kConfiguration[] = {
    {"Configuration", "target.resource.name"},
    {"ConfigurationFileHash", "target.file", kHashes, true},
};

constexpr Row kSignature[] = {
    {"Signed", "target.file.signature_info.sigcheck.verified", kTrue, true},
    {"Signature", "target.file.signature_info.sigcheck.signers.name", kText, true},
    {"SignatureStatus", "target.file.signature_info.sigcheck.verification_message", kText, true},
};

constexpr Row kModule[] = {
    {"ImageLoaded", "target.process.file.full_path"},
    {"ImageLoaded", "target.file.full_path"},
    {"Hashes", "target.process.file", kHashes},
    {"Hashes", "target.file", kHashes},
    {"OriginalFileName", "target.file.exif_info.original_file", kText, true},
    {"Description", "target.file.exif_info.file_description", kText, true},
    {"Product", "target.file.exif_info.product", kText, true},
    {"Company", "target.file.exif_info.company", kText, true},
};

// Sysmon spells the same fields in two ways: SourceProcessGuid in 8, SourceProcessGUID in 10.
constexpr Row kOtherProcess[] = {
    {"SourceProcessGuid", "principal.process.product_specific_process_id", kGuid},
    {"SourceProcessGUID", "principal.process.product_specific_process_id", kGuid},
    {"SourceProcessId", "principal.process.pid", kPid},
    {"SourceImage", "principal.process.file.full_path"},
    {"SourceUser", "principal", kAccount},
    {"TargetProcessGuid", "target.process.product_specific_process_id", kGuid},
    {"TargetProcessGUID", "target.process.product_specific_process_id", kGuid},
    {"TargetProcessId", "target.process.pid", kPid},
    {"TargetImage", "target.process.file.full_path"},
    {"TargetUser", "target", kAccount},
};

constexpr Row kAccess[] = {{"GrantedAccess", "target.process.access_mask", kUnsigned, true}};

constexpr Row kClipboard[] = {
    {"Session", "network.session_id", kText, true},
    {"Hashes", "target.file", kHashes},
};

constexpr Row kError[] = {{"Description", "security_result.description", kText, true}};

constexpr Row kDevice[] = {{"Device", "target.file.full_path"}};

constexpr Row kFile[] = {
    {"TargetFilename", "target.file.full_path"},
    {"CreationUtcTime", "target.file.create_time", kTime, true},
    {"Hash", "target.file", kHashes},
    {"Hashes", "target.file", kHashes},
};

constexpr Row kRegistry[] = {
    {"TargetObject", "target.registry.registry_key"},
    {"Details", "target.registry.registry_value_data"},
};

constexpr Row kRegistryRename[] = {
    {"TargetObject", "src.registry.registry_key"},
    {"NewName", "target.registry.registry_key"},
};

constexpr Row kPipe[] = {{"PipeName", "target.resource.name"}};

constexpr Row kWmi[] = {
    {"Name", "target.resource.name"},
    {"User", "principal", kAccount},
};

constexpr Row kDns[] = {
    {"QueryName", "network.dns.questions.name"},
    {"QueryStatus", "network.dns.response_code", kUnsigned, true},
};

constexpr Row kTampering[] = {
    {"ProcessGuid", "target.process.product_specific_process_id", kGuid},
    {"ProcessId", "target.process.pid", kPid},
    {"Image", "target.process.file.full_path"},
    {"User", "principal", kAccount},
};

std::int32_t number_of(const udm::Path& path, std::string_view name) {
  return udm::enum_number(path.type.enum_id, name).value_or(0);
}

// Some shippers overwrite the EventType of Sysmon with their own; the rendered text still has it.
std::string_view operation_of(const WindowsEvent& record) {
  const std::string_view rendered = find_line(record.message, "EventType", ':');
  return rendered.empty() ? record.find("EventType") : rendered;
}

// What the launched program was run by: ParentUser where Sysmon tells it, else the same account.
void finish_launch(Draft& draft) {
  if (!draft.has(YARAL_PATH("principal.user"))) {
    draft.put_text(YARAL_PATH("principal.user.userid"), draft.text_at(YARAL_PATH("target.user.userid")));
    draft.put_text(YARAL_PATH("principal.administrative_domain"),
                   draft.text_at(YARAL_PATH("target.administrative_domain")));
  }
}

// The host that logged it stays the principal; the source's own spelling of it counts only where there is none.
void finish_connection(Draft& draft) {
  if (draft.windows->computer.empty()) {
    draft.put_text(YARAL_PATH("principal.hostname"), draft.windows->find("SourceHostname"));
  }
  const udm::Path& direction = YARAL_PATH("network.direction");
  const std::string_view initiated = draft.windows->find("Initiated");
  if (initiated.empty()) return;
  const bool outbound = equal_nocase(initiated, "true");
  draft.put(direction, Value::enumerator(number_of(direction, outbound ? "OUTBOUND" : "INBOUND")));
}

void set_resource_type(Draft& draft, std::string_view name) {
  const udm::Path& type = YARAL_PATH("target.resource.resource_type");
  draft.put(type, Value::enumerator(number_of(type, name)));
}

void finish_configuration(Draft& draft) {
  if (draft.windows->find("Configuration").empty()) {
    draft.put_text(YARAL_PATH("target.resource.name"), "Sysmon configuration");
  }
  set_resource_type(draft, "SETTING");
}

void finish_key(Draft& draft) {
  const std::string_view operation = operation_of(*draft.windows);
  if (operation == "CreateKey") draft.set_type("REGISTRY_CREATION");
  if (operation == "DeleteKey" || operation == "DeleteValue") draft.set_type("REGISTRY_DELETION");
}

// The value's name is the last part of the whole key (udm-mapping: both are kept).
void finish_value(Draft& draft) {
  const std::string_view key = draft.text_at(YARAL_PATH("target.registry.registry_key"));
  const auto slash = key.rfind('\\');
  if (slash == std::string_view::npos || slash + 1 == key.size()) return;
  draft.put(YARAL_PATH("target.registry.registry_value_name"), Value::string(key.substr(slash + 1)));
}

// What the mark of the web tells of a download.
void finish_stream(Draft& draft) {
  const std::string_view contents = draft.windows->find("Contents");
  draft.put_text(YARAL_PATH("src.url"), find_line(contents, "HostUrl", '='));
  draft.put_text(YARAL_PATH("network.http.referral_url"), find_line(contents, "ReferrerUrl", '='));
}

void finish_pipe(Draft& draft) {
  set_resource_type(draft, "PIPE");
  // The type wants a target process, and the process at the pipe is all there is.
  draft.put_text(YARAL_PATH("target.process.file.full_path"),
                 draft.text_at(YARAL_PATH("principal.process.file.full_path")));
}

// Names stand in quotes, with a blank before.
void finish_wmi(Draft& draft) {
  std::string_view name = trim(draft.windows->find("Name"));
  if (is_absent(name)) name = trim(draft.windows->find("Consumer"));
  if (name.size() > 1 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
  draft.put_text(YARAL_PATH("target.resource.name"), name);
}

void finish_dns(Draft& draft) {
  draft.put_enum(YARAL_PATH("network.application_protocol"), "DNS");
  put_dns_answers(draft, draft.windows->find("QueryResults"));
}

void finish_block(Draft& draft) {
  const udm::Path& action = YARAL_PATH("security_result.action");
  draft.put(action, Value::enumerator(number_of(action, "BLOCK")));
}

constexpr Mapping kMappings[] = {
    {"1", "PROCESS_LAUNCH", {kCommon, kLaunch}, finish_launch},
    {"2", "FILE_MODIFICATION", {kCommon, kActor, kTimeChange}},
    {"3", "NETWORK_CONNECTION", {kCommon, kActor, kConnection}, finish_connection},
    {"4", "STATUS_UPDATE", {kCommon}},
    {"5", "PROCESS_TERMINATION", {kCommon, kTermination}},
    {"6", "PROCESS_MODULE_LOAD", {kCommon, kModule, kSignature}},
    {"7", "PROCESS_MODULE_LOAD", {kCommon, kActor, kModule, kSignature}},
    {"8", "PROCESS_INJECTION", {kCommon, kOtherProcess}},
    {"9", "FILE_READ", {kCommon, kActor, kDevice}},
    {"10", "PROCESS_OPEN", {kCommon, kOtherProcess, kAccess}},
    {"11", "FILE_CREATION", {kCommon, kActor, kFile}},
    {"12", "REGISTRY_UNCATEGORIZED", {kCommon, kActor, kRegistry}, finish_key},
    {"13", "REGISTRY_MODIFICATION", {kCommon, kActor, kRegistry}, finish_value},
    {"14", "REGISTRY_MODIFICATION", {kCommon, kActor, kRegistryRename}},
    {"15", "FILE_CREATION", {kCommon, kActor, kFile}, finish_stream},
    {"16", "SETTING_MODIFICATION", {kCommon, kConfiguration}, finish_configuration},
    {"17", "PROCESS_UNCATEGORIZED", {kCommon, kActor, kPipe}, finish_pipe},
    {"18", "PROCESS_UNCATEGORIZED", {kCommon, kActor, kPipe}, finish_pipe},
    {"19", "USER_RESOURCE_CREATION", {kCommon, kWmi}, finish_wmi},
    {"20", "USER_RESOURCE_UPDATE_CONTENT", {kCommon, kWmi}, finish_wmi},
    {"21", "USER_RESOURCE_ACCESS", {kCommon, kWmi}, finish_wmi},
    {"22", "NETWORK_DNS", {kCommon, kActor, kDns}, finish_dns},
    {"23", "FILE_DELETION", {kCommon, kActor, kFile}},
    {"24", "RESOURCE_READ", {kCommon, kActor, kClipboard}},
    {"25", "PROCESS_UNCATEGORIZED", {kCommon, kTampering}},
    {"26", "FILE_DELETION", {kCommon, kActor, kFile}},
    {"27", "FILE_UNCATEGORIZED", {kCommon, kActor, kFile}, finish_block},
    {"28", "FILE_DELETION", {kCommon, kActor, kFile}, finish_block},
    {"29", "FILE_CREATION", {kCommon, kActor, kFile}},
    {"255", "GENERIC_EVENT", {kCommon, kError}},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-Sysmon"};
constexpr WindowsSource kSource{kSysmonLog, kProviders, kMappings};

}  // namespace

const WindowsSource& sysmon_source() { return kSource; }

}  // namespace yaral::ingest
