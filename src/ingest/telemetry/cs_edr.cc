#include "ingest/log_type.h"
#include "ingest/telemetry/cs_edr_events.h"
#include "ingest/telemetry/endpoint.h"

// docs/telemetry/CS_EDR.md
namespace yaral::ingest {
namespace {

using enum Convert;
using namespace cs_edr;

constexpr Code kPlatforms[] = {{"Win", "WINDOWS"}, {"Mac", "MAC"}, {"Lin", "LINUX"}, {"iOS", "IOS"}};
constexpr Code kQueryTypes[] = {{"A", "1"}, {"AAAA", "28"}};
constexpr Code kSeverities[] = {{"Informational", "INFORMATIONAL"}};

constexpr Row kRecord[] = {
    {"timestamp", "", kEventTime},
    {"@timestamp", "", kEventTime},
    {"metadata.eventCreationTime", "", kEventTime},
    {"ContextTimeStamp", "", kCode},
    {"event_simpleName", "metadata.product_event_type"},
    {"#event_simpleName", "metadata.product_event_type"},
    {"metadata.eventType", "metadata.product_event_type"},
    {"id", "metadata.product_log_id"},
    {"cid", "metadata.product_deployment_id"},
    {"#cid", "metadata.product_deployment_id"},
    {"metadata.customerIDString", "metadata.product_deployment_id"},
    {"ConfigBuild", "metadata.product_version"},
    {"aid", "", kCode},
    {"SensorId", "", kCode},
    {"AgentId", "", kCode},
};

constexpr Row kMachine[] = {
    {"ComputerName", "principal.hostname"},
    {"Hostname", "principal.hostname"},
    {"event_platform", "principal.platform", kText, false, kPlatforms},
    {"aip", "principal.nat_ip", kIp},
    {"LocalAddressIP4", "principal.ip", kIp},
    {"LocalAddressIP6", "principal.ip", kIp},
    {"LocalIP", "principal.ip", kIp},
    {"MAC", "principal.mac", kMac},
    {"MACAddress", "principal.mac", kMac},
    {"MachineDomain", "principal.asset.network_domain"},
};

constexpr Row kActor[] = {
    {"ContextProcessId", "", kCode},
    {"RawProcessId", "principal.process.pid", kPid},
    {"ContextImageFileName", "principal.process.file.full_path"},
    {"ContextBaseFileName", "principal.process.file.full_path"},
    {"UserName", "principal", kAccount},
    {"UserSid", "principal.user.windows_sid", kSid},
};

constexpr Row kLaunch[] = {
    {"TargetProcessId", "", kCode},
    {"ParentProcessId", "", kCode},
    {"ProcessStartTime", "", kCode, true},
    {"RawProcessId", "target.process.pid", kPid},
    {"ImageFileName", "target.process.file.full_path"},
    {"CommandLine", "target.process.command_line"},
    {"SHA256HashData", "target.process.file.sha256", kHash},
    {"SHA1HashData", "target.process.file.sha1", kHash},
    {"MD5HashData", "target.process.file.md5", kHash},
    {"AuthenticodeHashData", "target.process.file.authentihash", kHash},
    {"OriginalFilename", "target.process.file.exif_info.original_file", kText, true},
    {"SignInfoFlags", "", kCode, true},
    {"IntegrityLevel", "target.process.integrity_level_rid"},
    {"UID", "target.process.euid"},
    {"RUID", "target.process.ruid"},
    {"GID", "target.process.egid"},
    {"RGID", "target.process.rgid"},
    {"UserName", "target", kAccount},
    {"UserName", "principal", kAccount},
    {"UserSid", "target.user.windows_sid", kSid},
    {"UserSid", "principal.user.windows_sid", kSid},
    {"ParentBaseFileName", "principal.process.file.full_path"},
    {"ParentImageFileName", "principal.process.file.full_path"},
    {"ParentCommandLine", "principal.process.command_line"},
    {"GrandParentBaseFileName", "principal.process.parent_process.file.full_path"},
};

constexpr Row kConnection[] = {
    {"LocalPort", "principal.port", kPort},           {"RemoteAddressIP4", "target.ip", kIp},
    {"RemoteAddressIP6", "target.ip", kIp},           {"RemotePort", "target.port", kPort},
    {"Protocol", "network.ip_protocol", kIpProtocol}, {"ConnectionDirection", "", kCode},
};

constexpr Row kDns[] = {
    {"DomainName", "network.dns.questions.name"},
    {"RequestType", "network.dns.questions.type", kText, false, kQueryTypes},
    {"QueryStatus", "network.dns.response_code", kUnsigned, true},
    {"IP4Records", "", kCode},
    {"IP6Records", "", kCode},
    {"CNAMERecords", "", kCode},
    {"RespondingDnsServer", "target.ip", kIp},
};

constexpr Row kHttp[] = {
    {"HttpHost", "target.hostname"},
    {"HttpPath", "", kCode},
    {"HttpMethod", "network.http.method"},
    {"HttpUserAgent", "network.http.user_agent"},
};

constexpr Row kFile[] = {
    {"TargetFileName", "target.file.full_path"},
    {"SourceFileName", "src.file.full_path"},
    {"SHA256HashData", "target.file.sha256", kHash},
    {"MD5HashData", "target.file.md5", kHash},
    {"Size", "target.file.size"},
};

constexpr Row kLink[] = {
    {"SymbolicLinkName", "target.file.full_path"},
    {"SymbolicLinkTarget", "src.file.full_path"},
};

constexpr Row kRegistry[] = {
    {"RegObjectName", "target.registry.registry_key"},
    {"RegValueName", "target.registry.registry_value_name"},
    {"RegStringValue", "target.registry.registry_value_data"},
    {"RegNumericValue", "target.registry.registry_value_data"},
    {"RegOperationType", "", kCode, true},
};

constexpr Row kModule[] = {
    {"TargetProcessId", "", kCode},
    {"ImageFileName", "target.process.file.full_path"},
    {"ImageFileName", "target.file.full_path"},
    {"SHA256HashData", "target.process.file.sha256", kHash},
    {"SHA256HashData", "target.file.sha256", kHash},
    {"MD5HashData", "target.process.file.md5", kHash},
    {"MD5HashData", "target.file.md5", kHash},
    {"OriginalFilename", "target.file.exif_info.original_file", kText, true},
    {"CompanyName", "target.file.signature_info.sigcheck.signers.name", kText, true},
    {"SignInfoFlags", "", kCode, true},
    {"TargetImageFileName", "principal.process.file.full_path"},
};

constexpr Row kInjection[] = {
    {"SourceProcessId", "", kCode},
    {"TargetProcessId", "", kCode},
    {"InjectorImageFileName", "principal.process.file.full_path"},
    {"InjecteeImageFileName", "target.process.file.full_path"},
};

// What was typed or run stands where rules look for command lines, as it does for PowerShell's script blocks.
constexpr Row kTyped[] = {
    {"ScriptContent", "", kCode, true},
    {"CommandHistory", "", kCode, true},
    {"CommandLine", "principal.process.command_line"},
    {"ImageFileName", "principal.process.file.full_path"},
    {"ApplicationName", "principal.process.file.full_path"},
    {"ScriptContentName", "target.file.full_path"},
    {"ContentSHA256HashData", "target.file.sha256", kHash},
};

constexpr Row kService[] = {
    {"ServiceDisplayName", "target.application"},
    {"ServiceDisplayName", "target.resource.name"},
    {"ServiceImagePath", "target.process.command_line"},
    {"ServiceObjectName", "target.user.userid", kText, true},
    {"ImageFileName", "target.process.file.full_path"},
    {"CommandLine", "target.process.command_line"},
    {"RawProcessId", "target.process.pid", kPid},
    {"SHA256HashData", "target.process.file.sha256", kHash},
    {"TargetProcessId", "", kCode},
    {"RpcClientProcessId", "", kCode},
    {"RemoteAddressIP4", "src.ip", kIp},
    {"ClientComputerName", "src.hostname"},
    {"UserName", "principal", kAccount},
    {"UserSid", "principal.user.windows_sid", kSid},
};

constexpr Row kTask[] = {
    {"TaskName", "target.resource.name"},
    {"TaskExecCommand", "target.process.file.full_path"},
    {"TaskExecArguments", "", kCode, true},
    {"RpcClientProcessId", "", kCode},
    {"RemoteAddressIP4", "src.ip", kIp},
    {"UserName", "principal", kAccount},
    {"UserSid", "principal.user.windows_sid", kSid},
};

// The machine that was logged on to is the target.
constexpr Row kLogon[] = {
    {"ComputerName", "target.hostname"},
    {"event_platform", "target.platform", kText, false, kPlatforms},
    {"aip", "target.nat_ip", kIp},
    {"LocalAddressIP4", "target.ip", kIp},
    {"UserName", "target", kAccount},
    {"UserSid", "target.user.windows_sid", kSid},
    {"UserPrincipal", "target.user.email_addresses"},
    {"LogonDomain", "target.administrative_domain"},
    {"LogonType", "extensions.auth.mechanism", kText, true, kLogonTypeNumbers},
    {"LogonTime", "", kCode, true},
    {"UserLogoffTime", "", kCode, true},
    {"RemoteAddressIP4", "principal.ip", kIp},
    {"RemoteAddressIP6", "principal.ip", kIp},
    {"ClientComputerName", "principal.hostname"},
    {"SubStatus", "security_result.description", kText, true},
};

constexpr Row kChanged[] = {
    {"UserName", "target", kAccount},
    {"UserSid", "target.user.windows_sid", kSid},
    {"RpcClientProcessId", "", kCode},
};

// Detections, as the streaming API tells them.
constexpr Row kDetection[] = {
    {"DetectId", "metadata.product_log_id"},
    {"CompositeId", "metadata.product_log_id"},
    {"FalconHostLink", "metadata.url_back_to_product"},
    {"DetectName", "security_result.rule_name"},
    {"Name", "security_result.rule_name"},
    {"DetectDescription", "security_result.description"},
    {"Description", "security_result.description"},
    {"Objective", "security_result.summary"},
    {"PatternId", "security_result.rule_id"},
    {"SeverityName", "security_result.severity", kText, false, kSeverities},
    {"Severity", "security_result.severity_details"},
    {"PatternDispositionDescription", "security_result.action_details"},
    {"Tactic", "security_result.attack_details.tactics.name"},
    {"Technique", "security_result.attack_details.techniques.name"},
    {"IOCType", "security_result.detection_fields[\"IOCType\"]"},
    {"IOCValue", "security_result.detection_fields[\"IOCValue\"]"},
};

constexpr Row kDetected[] = {
    {"ProcessId", "", kCode, true},
    {"ParentProcessId", "", kCode, true},
    {"ProcessStartTime", "", kCode, true},
    {"FileName", "", kCode},
    {"FilePath", "", kCode},
    {"CommandLine", "target.process.command_line"},
    {"SHA256String", "target.process.file.sha256", kHash},
    {"SHA1String", "target.process.file.sha1", kHash},
    {"MD5String", "target.process.file.md5", kHash},
    {"AssociatedFile", "target.file.full_path"},
    {"UserName", "target", kAccount},
    {"UserName", "principal", kAccount},
    {"ParentImageFileName", "", kCode},
    {"ParentImageFilePath", "principal.process.file.full_path"},
    {"ParentCommandLine", "principal.process.command_line"},
    {"GrandparentImageFileName", "principal.process.parent_process.file.full_path"},
    {"GrandParentImageFilePath", "principal.process.parent_process.file.full_path"},
    {"GrandparentCommandLine", "principal.process.parent_process.command_line"},
    {"GrandParentCommandLine", "principal.process.parent_process.command_line"},
};

constexpr Row kConsole[] = {
    {"UserId", "principal.user", kMailUser}, {"UserId", "target.user", kMailUser},
    {"UserIp", "principal.ip", kIp},         {"OperationName", "metadata.description", kText, true},
    {"ServiceName", "target.application"},   {"Success", "", kCode, true},
};

constexpr Row kPattern[] = {{"PatternId", "security_result.rule_id"}};

constexpr Constant kBlocked[] = {{"security_result.action", "BLOCK"}};
constexpr Constant kAllowed[] = {{"extensions.auth.type", "MACHINE"}, {"security_result.action", "ALLOW"}};
constexpr Constant kRefused[] = {{"extensions.auth.type", "MACHINE"},
                                 {"security_result.action", "BLOCK"},
                                 {"security_result.category", "AUTH_VIOLATION"}};
constexpr Constant kAuthentication[] = {{"extensions.auth.type", "MACHINE"}};

constexpr Constant kResource[] = {{"target.resource.resource_type", "SETTING"}};

constexpr Mapping kMappings[] = {
    {"ProcessRollup2", "PROCESS_LAUNCH", {kRecord, kMachine, kLaunch}, finish_launch},
    {"SyntheticProcessRollup2", "PROCESS_LAUNCH", {kRecord, kMachine, kLaunch}, finish_launch},
    {"ProcessBlocked*", "PROCESS_LAUNCH", {kRecord, kMachine, kLaunch}, finish_launch, false, kBlocked},
    {"EndOfProcess", "PROCESS_TERMINATION", {kRecord, kMachine, kLaunch}, finish_termination},
    {"TerminateProcess", "PROCESS_TERMINATION", {kRecord, kMachine, kLaunch}, finish_termination},
    {"NetworkConnect*", "NETWORK_CONNECTION", {kRecord, kMachine, kActor, kConnection}, finish_connection},
    {"NetworkReceiveAccept*", "NETWORK_CONNECTION", {kRecord, kMachine, kActor, kConnection}, finish_connection},
    {"NetworkListen*", "NETWORK_UNCATEGORIZED", {kRecord, kMachine, kActor, kConnection}, finish_connection},
    {"DnsRequest", "NETWORK_DNS", {kRecord, kMachine, kActor, kDns}, finish_dns},
    {"SuspiciousDnsRequest", "NETWORK_DNS", {kRecord, kMachine, kActor, kDns}, finish_dns},
    {"HttpRequest*", "NETWORK_HTTP", {kRecord, kMachine, kActor, kHttp}, finish_http},
    {"Written", "FILE_CREATION", {kRecord, kMachine, kActor, kFile}},
    {"DirectoryCreate", "FILE_CREATION", {kRecord, kMachine, kActor, kFile}},
    {"FileDeleteInfo", "FILE_DELETION", {kRecord, kMachine, kActor, kFile}},
    {"FileOpenInfo", "FILE_OPEN", {kRecord, kMachine, kActor, kFile}},
    {"NewExecutableRenamed", "FILE_MOVE", {kRecord, kMachine, kActor, kFile}},
    {"AsepFileChange*", "FILE_MODIFICATION", {kRecord, kMachine, kActor, kFile}},
    {"CriticalFile*", "FILE_UNCATEGORIZED", {kRecord, kMachine, kActor, kFile}},
    {"SuspiciousCreateSymbolicLink", "FILE_CREATION", {kRecord, kMachine, kActor, kLink}},
    {"AsepValueUpdate", "REGISTRY_MODIFICATION", {kRecord, kMachine, kActor, kRegistry}, finish_registry},
    {"AsepKeyUpdate", "REGISTRY_MODIFICATION", {kRecord, kMachine, kActor, kRegistry}, finish_registry},
    {"Reg*", "REGISTRY_MODIFICATION", {kRecord, kMachine, kActor, kRegistry}, finish_registry},
    {"ImageHash", "PROCESS_MODULE_LOAD", {kRecord, kMachine, kModule}, finish_module},
    {"ClassifiedModuleLoad", "PROCESS_MODULE_LOAD", {kRecord, kMachine, kModule}, finish_module},
    {"UnsignedModuleLoad", "PROCESS_MODULE_LOAD", {kRecord, kMachine, kModule}, finish_module},
    {"DriverLoad", "PROCESS_MODULE_LOAD", {kRecord, kMachine, kModule}, finish_module},
    {"KernelModeLoadImage", "PROCESS_MODULE_LOAD", {kRecord, kMachine, kModule}, finish_module},
    {"InjectedThread", "PROCESS_INJECTION", {kRecord, kMachine, kActor, kInjection}, finish_injection},
    {"CommandHistory", "PROCESS_UNCATEGORIZED", {kRecord, kMachine, kActor, kTyped}, finish_text},
    {"ScriptControl*", "PROCESS_UNCATEGORIZED", {kRecord, kMachine, kActor, kTyped}, finish_text},
    {"ServiceStarted", "SERVICE_START", {kRecord, kMachine, kService}, finish_service},
    {"HostedServiceStarted", "SERVICE_START", {kRecord, kMachine, kService}, finish_service},
    {"HostedServiceStopped", "SERVICE_STOP", {kRecord, kMachine, kService}, finish_service},
    {"ServiceStopped", "SERVICE_STOP", {kRecord, kMachine, kService}, finish_service},
    {"CreateService", "SERVICE_CREATION", {kRecord, kMachine, kService}, finish_service},
    {"ModifyServiceBinary", "SERVICE_MODIFICATION", {kRecord, kMachine, kService}, finish_service},
    {"ScheduledTaskRegistered", "SCHEDULED_TASK_CREATION", {kRecord, kMachine, kTask}, finish_task},
    {"ScheduledTaskModified", "SCHEDULED_TASK_MODIFICATION", {kRecord, kMachine, kTask}, finish_task},
    {"ScheduledTaskDeleted", "SCHEDULED_TASK_DELETION", {kRecord, kMachine, kTask}, finish_task},
    {"UserLogon", "USER_LOGIN", {kRecord, kLogon}, finish_logon, false, kAllowed},
    {"UserLogonFailed*", "USER_LOGIN", {kRecord, kLogon}, nullptr, false, kRefused},
    {"UserLogoff", "USER_LOGOUT", {kRecord, kLogon}, finish_logoff, false, kAuthentication},
    {"UserIdentity", "USER_UNCATEGORIZED", {kRecord, kLogon}, nullptr, false, kAuthentication},
    {"UserAccountCreated", "USER_CREATION", {kRecord, kMachine, kChanged}},
    {"UserAccountDeleted", "USER_DELETION", {kRecord, kMachine, kChanged}},
    {"UserAccountAddedToGroup", "GROUP_MODIFICATION", {kRecord, kMachine, kChanged}},
    {"Firewall*", "SETTING_MODIFICATION", {kRecord, kMachine, kActor}, nullptr, false, kResource},
    {"EventLogCleared", "SYSTEM_AUDIT_LOG_WIPE", {kRecord, kMachine, kActor}},
    {"SensorHeartbeat", "STATUS_HEARTBEAT", {kRecord, kMachine}},
    {"AssociateTreeIdWithRoot", "SCAN_PROCESS", {kRecord, kMachine, kActor, kPattern}, finish_text},
    {"DetectionSummaryEvent", "SCAN_PROCESS", {kRecord, kMachine, kDetection, kDetected}, finish_detection},
    {"EppDetectionSummaryEvent", "SCAN_PROCESS", {kRecord, kMachine, kDetection, kDetected}, finish_detection},
    {"AuthActivityAuditEvent", "USER_UNCATEGORIZED", {kRecord, kConsole}, finish_console},
    {"UserActivityAuditEvent", "USER_UNCATEGORIZED", {kRecord, kConsole}, finish_console},
    {"*", "STATUS_UPDATE", {kRecord, kMachine, kActor}},
};

constexpr Recognition kRecognitions[] = {
    {{{"event_simpleName", ""}, {"aid", ""}}},
    {{{"#event_simpleName", ""}, {"aid", ""}}},
    {{{"metadata.customerIDString", ""}, {"metadata.eventType", ""}, {"event", ""}}},
};

}  // namespace

const LogType& cs_edr_log_type() {
  static constexpr LogType kType{
      .name = "CS_EDR",
      .title = "CrowdStrike Falcon",
      .vendor = "Crowdstrike",
      .product = "Falcon",
      .recognitions = kRecognitions,
      .inner = "event",
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
