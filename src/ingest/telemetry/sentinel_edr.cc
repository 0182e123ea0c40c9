#include "ingest/log_type.h"
#include "ingest/telemetry/endpoint.h"
#include "ingest/telemetry/sentinel_edr_events.h"

// docs/telemetry/SENTINEL_EDR.md
namespace yaral::ingest {
namespace {

using enum Convert;
using namespace sentinel_one;

constexpr Code kPlatforms[] = {{"osx", "MAC"}, {"macos", "MAC"}};
constexpr Code kDirections[] = {{"OUTGOING", "OUTBOUND"}, {"INCOMING", "INBOUND"}};
constexpr Code kLogonTypes[] = {{"NETWORK_CLEARTEXT", "NETWORK_CLEAR_TEXT"},
                                {"NETWORK_CREDENTIALS", "NEW_CREDENTIALS"}};

constexpr Row kRecord[] = {
    {"timestamp", "", kEventTime},
    {"event.time", "", kCode},
    {"event.id", "metadata.product_log_id"},
    {"event.type", "metadata.product_event_type"},
    {"event.category", "", kCode, true},
    {"agent.version", "metadata.product_version"},
    {"agent.uuid", "", kCode, true},
    {"endpoint.name", "", kCode},
    {"account.id", "metadata.product_deployment_id"},
};

// The process that acted.
constexpr Row kSource[] = {
    {"endpoint.os", "principal.platform", kText, false, kPlatforms},
    {"os.name", "principal.platform_version"},
    {"src.process.pid", "principal.process.pid", kPid},
    {"src.process.name", "", kCode},
    {"src.process.image.path", "principal.process.file.full_path"},
    {"src.process.cmdline", "principal.process.command_line"},
    {"src.process.image.sha256", "principal.process.file.sha256", kHash},
    {"src.process.image.sha1", "principal.process.file.sha1", kHash},
    {"src.process.image.md5", "principal.process.file.md5", kHash},
    {"src.process.image.size", "principal.process.file.size"},
    {"src.process.integrityLevel", "principal.process.integrity_level_rid", kIntegrity},
    {"src.process.publisher", "principal.process.file.signature_info.sigcheck.signers.name", kText, true},
    {"src.process.signedStatus", "principal.process.file.signature_info.sigcheck.verification_message", kText, true},
    {"src.process.verifiedStatus", "", kCode, true},
    {"src.process.uid", "", kCode, true},
    {"src.process.user", "principal", kAccount},
    {"src.process.userSid", "principal.user.windows_sid", kSid},
    {"src.process.parent.pid", "principal.process.parent_process.pid", kPid},
    {"src.process.parent.image.path", "principal.process.parent_process.file.full_path"},
    {"src.process.parent.cmdline", "principal.process.parent_process.command_line"},
};

// The one it started or reached into.
constexpr Row kTarget[] = {
    {"tgt.process.pid", "target.process.pid", kPid},
    {"tgt.process.name", "", kCode},
    {"tgt.process.image.path", "target.process.file.full_path"},
    {"tgt.process.cmdline", "target.process.command_line"},
    {"tgt.process.image.sha256", "target.process.file.sha256", kHash},
    {"tgt.process.image.sha1", "target.process.file.sha1", kHash},
    {"tgt.process.image.md5", "target.process.file.md5", kHash},
    {"tgt.process.image.size", "target.process.file.size"},
    {"tgt.process.integrityLevel", "target.process.integrity_level_rid", kIntegrity},
    {"tgt.process.publisher", "target.process.file.signature_info.sigcheck.signers.name", kText, true},
    {"tgt.process.signedStatus", "target.process.file.signature_info.sigcheck.verification_message", kText, true},
    {"tgt.process.verifiedStatus", "", kCode, true},
    {"tgt.process.uid", "", kCode, true},
    {"tgt.process.user", "target", kAccount},
    {"tgt.process.userSid", "target.user.windows_sid", kSid},
    {"tgt.process.originalFileName", "target.process.file.exif_info.original_file", kText, true},
};

// A record of one process, with its parent.
constexpr Row kOwn[] = {
    {"endpoint.os", "principal.platform", kText, false, kPlatforms},
    {"os.name", "principal.platform_version"},
    {"src.process.pid", "target.process.pid", kPid},
    {"src.process.name", "", kCode},
    {"src.process.image.path", "target.process.file.full_path"},
    {"src.process.cmdline", "target.process.command_line"},
    {"src.process.image.sha256", "target.process.file.sha256", kHash},
    {"src.process.image.sha1", "target.process.file.sha1", kHash},
    {"src.process.image.md5", "target.process.file.md5", kHash},
    {"src.process.image.size", "target.process.file.size"},
    {"src.process.integrityLevel", "target.process.integrity_level_rid", kIntegrity},
    {"src.process.publisher", "target.process.file.signature_info.sigcheck.signers.name", kText, true},
    {"src.process.signedStatus", "target.process.file.signature_info.sigcheck.verification_message", kText, true},
    {"src.process.verifiedStatus", "", kCode, true},
    {"src.process.uid", "", kCode, true},
    {"src.process.user", "target", kAccount},
    {"src.process.user", "principal", kAccount},
    {"src.process.userSid", "target.user.windows_sid", kSid},
    {"src.process.parent.user", "principal", kAccount},
    {"src.process.parent.pid", "principal.process.pid", kPid},
    {"src.process.parent.name", "", kCode},
    {"src.process.parent.uid", "", kCode, true},
    {"src.process.parent.image.path", "principal.process.file.full_path"},
    {"src.process.parent.cmdline", "principal.process.command_line"},
    {"src.process.parent.image.sha256", "principal.process.file.sha256", kHash},
    {"src.process.parent.image.sha1", "principal.process.file.sha1", kHash},
    {"src.process.parent.image.md5", "principal.process.file.md5", kHash},
};

constexpr Row kFile[] = {
    {"tgt.file.path", "target.file.full_path"},
    {"tgt.file.oldPath", "src.file.full_path"},
    {"tgt.file.sha256", "target.file.sha256", kHash},
    {"tgt.file.sha1", "target.file.sha1", kHash},
    {"tgt.file.md5", "target.file.md5", kHash},
    {"tgt.file.size", "target.file.size"},
    {"tgt.file.creationTime", "target.file.create_time", kTime, true},
    {"tgt.file.modificationTime", "target.file.last_modification_time", kTime, true},
    {"tgt.file.isSigned", "target.file.signature_info.sigcheck.verification_message", kText, true},
};

constexpr Row kRegistry[] = {
    {"registry.keyPath", "target.registry.registry_key"},
    {"registry.value", "target.registry.registry_value_data"},
    {"registry.oldValue", "src.registry.registry_value_data"},
    {"registry.keyNewPath", "", kCode, true},
};

constexpr Row kModule[] = {
    {"module.path", "target.process.file.full_path"},   {"module.path", "target.file.full_path"},
    {"module.sha1", "target.process.file.sha1", kHash}, {"module.sha1", "target.file.sha1", kHash},
    {"module.md5", "target.process.file.md5", kHash},   {"module.md5", "target.file.md5", kHash},
    {"driver.peSha256", "target.file.sha256", kHash},   {"driver.peSha1", "target.file.sha1", kHash},
};

constexpr Row kConnection[] = {
    {"src.ip.address", "principal.ip", kIp},
    {"src.port.number", "principal.port", kPort},
    {"dst.ip.address", "target.ip", kIp},
    {"dst.port.number", "target.port", kPort},
    {"event.network.direction", "network.direction", kText, false, kDirections},
    {"event.network.protocolName", "network.application_protocol", kText, true},
    {"event.network.connectionStatus", "", kCode, true},
};

constexpr Row kDns[] = {
    {"event.dns.request", "network.dns.questions.name"},
    {"event.dns.response", "", kCode, true},
    {"event.dns.responseCode", "network.dns.response_code", kUnsigned, true},
};

constexpr Row kUrl[] = {
    {"url.address", "target.url"},
    {"event.url.action", "network.http.method"},
};

// The machine that was logged on to is the target.
constexpr Row kLogin[] = {
    {"endpoint.os", "target.platform", kText, false, kPlatforms},
    {"os.name", "target.platform_version"},
    {"event.login.userName", "target.user.userid"},
    {"event.login.accountName", "target.user.userid"},
    {"event.login.accountDomain", "target.administrative_domain"},
    {"event.login.accountSid", "target.user.windows_sid", kSid},
    {"event.logout.tgt.userName", "target.user.userid"},
    {"event.login.type", "extensions.auth.mechanism", kText, true, kLogonTypes},
    {"event.login.loginIsSuccessful", "", kCode, true},
    {"event.login.failureReason", "security_result.description", kText, true},
    {"src.endpoint.ip.address", "principal.ip", kIp},
};

constexpr Row kScript[] = {
    {"cmdScript.content", "target.process.command_line", kText, true},
    {"cmdScript.applicationName", "target.application"},
    {"cmdScript.sha256", "target.file.sha256", kHash},
};

constexpr Row kTask[] = {
    {"task.name", "target.resource.name"},
    {"task.path", "target.file.full_path"},
};

constexpr Row kPipe[] = {{"namedPipe.name", "target.resource.name"}};

constexpr Row kIndicator[] = {
    {"indicator.name", "security_result.rule_name"},
    {"indicator.category", "security_result.category_details"},
    {"indicator.description", "security_result.description"},
    {"indicator.metadata", "security_result.summary"},
    {"indicator.identifier", "security_result.rule_id"},
    {"tiIndicator.name", "security_result.threat_name"},
    {"tiIndicator.source", "security_result.threat_feed_name"},
    {"tiIndicator.value", "security_result.detection_fields[\"value\"]"},
    {"tiIndicator.type", "security_result.detection_fields[\"type\"]"},
};

constexpr Constant kAuthentication[] = {{"extensions.auth.type", "MACHINE"}};
constexpr Constant kTaskType[] = {{"target.resource.resource_type", "TASK"}};
constexpr Constant kPipeType[] = {{"target.resource.resource_type", "PIPE"}};

constexpr Mapping kMappings[] = {
    {"Process Creation", "PROCESS_LAUNCH", {kRecord, kSource, kTarget}, finish_reach},
    {"Process Creation, source only", "PROCESS_LAUNCH", {kRecord, kOwn}, finish_own},
    {"Process Exit", "PROCESS_TERMINATION", {kRecord, kOwn}, finish_own},
    {"Process Termination", "PROCESS_TERMINATION", {kRecord, kOwn}, finish_own},
    {"Pre Execution Detection", "SCAN_PROCESS", {kRecord, kOwn}, finish_own},
    {"Open Remote Process Handle", "PROCESS_OPEN", {kRecord, kSource, kTarget}, finish_reach},
    {"Duplicate Process Handle", "PROCESS_OPEN", {kRecord, kSource, kTarget}, finish_reach},
    {"Duplicate Thread Handle", "PROCESS_OPEN", {kRecord, kSource, kTarget}, finish_reach},
    {"Remote Thread Creation", "PROCESS_INJECTION", {kRecord, kSource, kTarget}, finish_reach},
    {"Command Script", "PROCESS_UNCATEGORIZED", {kRecord, kSource, kScript}, finish_acting},
    {"Named Pipe*", "PROCESS_UNCATEGORIZED", {kRecord, kSource, kPipe}, finish_acting, false, kPipeType},
    {"File Creation", "FILE_CREATION", {kRecord, kSource, kFile}},
    {"File Modification", "FILE_MODIFICATION", {kRecord, kSource, kFile}},
    {"File Deletion", "FILE_DELETION", {kRecord, kSource, kFile}},
    {"File Rename", "FILE_MOVE", {kRecord, kSource, kFile}},
    {"File Scan", "SCAN_FILE", {kRecord, kSource, kFile}},
    {"Registry Key Create", "REGISTRY_CREATION", {kRecord, kSource, kRegistry}},
    {"Registry Key Delete", "REGISTRY_DELETION", {kRecord, kSource, kRegistry}},
    {"Registry Key*", "REGISTRY_MODIFICATION", {kRecord, kSource, kRegistry}, finish_rename},
    {"Registry Value Delete", "REGISTRY_DELETION", {kRecord, kSource, kRegistry}, put_value_name},
    {"Registry Value*", "REGISTRY_MODIFICATION", {kRecord, kSource, kRegistry}, put_value_name},
    {"Module Load", "PROCESS_MODULE_LOAD", {kRecord, kSource, kModule}},
    {"Driver Load", "PROCESS_MODULE_LOAD", {kRecord, kSource, kFile, kModule}},
    {"IP Connect", "NETWORK_CONNECTION", {kRecord, kSource, kConnection}, finish_connection},
    {"IP Listen", "NETWORK_UNCATEGORIZED", {kRecord, kSource, kConnection}},
    {"DNS*", "NETWORK_DNS", {kRecord, kSource, kDns}, finish_dns},
    {"url", "NETWORK_HTTP", {kRecord, kSource, kConnection, kUrl}, finish_url},
    {"Login", "USER_LOGIN", {kRecord, kLogin}, finish_login, false, kAuthentication},
    {"Logout", "USER_LOGOUT", {kRecord, kLogin}, nullptr, false, kAuthentication},
    {"Task Register", "SCHEDULED_TASK_CREATION", {kRecord, kSource, kTask}, nullptr, false, kTaskType},
    {"Task Update", "SCHEDULED_TASK_MODIFICATION", {kRecord, kSource, kTask}, nullptr, false, kTaskType},
    {"Task Delete", "SCHEDULED_TASK_DELETION", {kRecord, kSource, kTask}, nullptr, false, kTaskType},
    {"Task*", "SCHEDULED_TASK_UNCATEGORIZED", {kRecord, kSource, kTask}, nullptr, false, kTaskType},
    {"Behavioral Indicators", "SCAN_PROCESS_BEHAVIORS", {kRecord, kSource, kIndicator}},
    {"Threat Intelligence Indicators", "SCAN_UNCATEGORIZED", {kRecord, kSource, kIndicator}},
    {"*", "STATUS_UPDATE", {kRecord, kSource}},
};

constexpr Recognition kRecognitions[] = {
    {{{"event.type", ""}, {"agent.uuid", ""}, {"endpoint.name", ""}}},
    {{{"event.type", ""}, {"agent.uuid", ""}, {"src.process.uid", ""}}},
};

}  // namespace

const LogType& sentinel_edr_log_type() {
  static constexpr LogType kType{
      .name = "SENTINEL_EDR",
      .title = "SentinelOne",
      .vendor = "SentinelOne",
      .product = "Singularity",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
