#include "ingest/log_type.h"
#include "ingest/telemetry/elastic_defend_events.h"
#include "ingest/telemetry/endpoint.h"

// docs/telemetry/ELASTIC_DEFEND.md
namespace yaral::ingest {
namespace {

using enum Convert;
using namespace elastic;

constexpr Code kPlatforms[] = {{"macos", "MAC"}, {"darwin", "MAC"}};
constexpr Code kDirections[] = {{"egress", "OUTBOUND"}, {"ingress", "INBOUND"}};
constexpr Code kMechanisms[] = {
    {"RemoteInteractive", "REMOTE_INTERACTIVE"},
    {"NetworkCleartext", "NETWORK_CLEAR_TEXT"},
    {"NewCredentials", "NEW_CREDENTIALS"},
    {"CachedInteractive", "CACHED_INTERACTIVE"},
};

constexpr Row kRecord[] = {
    {"@timestamp", "", kEventTime},
    {"_id", "metadata.product_log_id"},
    {"ecs.version", "metadata.product_version"},
    {"message", "security_result.summary"},
    {"agent.id", "additional.fields[\"Agent id\"]"},
    {"agent.type", "additional.fields[\"Agent type\"]"},
    {"agent.version", "additional.fields[\"Agent version\"]"},
    {"agent.build.original", "additional.fields[\"Agent original build\"]"},
    {"event.agent_id_status", "additional.fields[\"Agent ID Status\"]"},
    {"event.id", "additional.fields[\"Event ID\"]"},
    {"event.kind", "security_result.detection_fields[\"Source\"]"},
    {"event.category", "security_result.category_details"},
    {"event.action", "security_result.action_details"},
    {"event.type", "", kCode, true},
    {"event.outcome", "", kCode, true},
    {"host.hostname", "principal.hostname"},
    {"host.hostname", "intermediary.hostname"},
    {"host.name", "principal.asset.hostname"},
    {"host.id", "principal.asset.hardware.serial_number"},
    {"host.architecture", "additional.fields[\"Host Architecture\"]"},
    {"host.ip", "principal.ip"},
    {"host.mac", "principal.mac", kMac},
    {"host.os.type", "principal.platform", kText, false, kPlatforms},
    {"host.os.type", "principal.asset.platform_software.platform", kText, false, kPlatforms},
    {"host.os.kernel", "principal.asset.platform_software.platform_patch_level"},
    {"host.os.Ext.variant", "principal.platform_version"},
    {"user.name", "principal.user.userid"},
    {"user.domain", "principal.administrative_domain"},
    {"user.domain", "principal.domain.name"},
    {"user.id", "additional.fields[\"source_user_id\"]"},
    {"group.name", "principal.user.group_identifiers"},
    {"group.id", "additional.fields[\"source_group_id\"]"},
};

// The process that acts.
constexpr Row kActor[] = {
    {"process.entity_id", "", kCode, true},
    {"process.pid", "principal.process.pid", kPid},
    {"process.executable", "principal.process.file.full_path"},
    {"process.command_line", "principal.process.command_line"},
    {"process.name", "principal.process.file.names"},
    {"process.hash.sha256", "principal.process.file.sha256", kHash},
    {"process.hash.sha1", "principal.process.file.sha1", kHash},
    {"process.hash.md5", "principal.process.file.md5", kHash},
    {"process.code_signature.subject_name", "principal.process.file.signature_info.sigcheck.signers.name", kText, true},
    {"process.code_signature.status", "principal.process.file.signature_info.sigcheck.verification_message", kText,
     true},
    {"process.parent.pid", "principal.process.parent_process.pid", kPid},
    {"process.parent.executable", "principal.process.parent_process.file.full_path"},
    {"process.Ext.token.integrity_level_name", "principal.process.integrity_level_rid", kIntegrity},
};

// The process that the event is about, run by its parent.
constexpr Row kProcess[] = {
    {"process.entity_id", "", kCode, true},
    {"process.pid", "target.process.pid", kPid},
    {"process.executable", "target.process.file.full_path"},
    {"process.command_line", "target.process.command_line"},
    {"process.name", "target.process.file.names"},
    {"process.hash.sha256", "target.process.file.sha256", kHash},
    {"process.hash.sha1", "target.process.file.sha1", kHash},
    {"process.hash.md5", "target.process.file.md5", kHash},
    {"process.pe.imphash", "target.process.file.pe_file.imphash", kHash},
    {"process.pe.original_file_name", "target.process.file.exif_info.original_file", kText, true},
    {"process.code_signature.subject_name", "target.process.file.signature_info.sigcheck.signers.name", kText, true},
    {"process.code_signature.status", "target.process.file.signature_info.sigcheck.verification_message", kText, true},
    {"process.code_signature.trusted", "", kCode, true},
    {"process.Ext.token.integrity_level_name", "target.process.integrity_level_rid", kIntegrity},
    {"process.parent.entity_id", "", kCode, true},
    {"process.parent.pid", "principal.process.pid", kPid},
    {"process.parent.executable", "principal.process.file.full_path"},
    {"process.parent.command_line", "principal.process.command_line"},
    {"process.parent.hash.sha256", "principal.process.file.sha256", kHash},
    {"process.parent.hash.sha1", "principal.process.file.sha1", kHash},
    {"process.parent.hash.md5", "principal.process.file.md5", kHash},
    {"process.parent.code_signature.subject_name", "principal.process.file.signature_info.sigcheck.signers.name", kText,
     true},
};

constexpr Row kFile[] = {
    {"file.path", "target.file.full_path"},
    {"file.Ext.original.path", "src.file.full_path"},
    {"file.size", "target.file.size"},
    {"file.hash.sha256", "target.file.sha256", kHash},
    {"file.hash.sha1", "target.file.sha1", kHash},
    {"file.hash.md5", "target.file.md5", kHash},
    {"process.executable", "principal.file.full_path"},
};

constexpr Row kLibrary[] = {
    {"dll.path", "target.process.file.full_path"},
    {"dll.path", "target.file.full_path"},
    {"dll.name", "target.file.names"},
    {"dll.hash.sha256", "target.process.file.sha256", kHash},
    {"dll.hash.sha256", "target.file.sha256", kHash},
    {"dll.hash.sha1", "target.file.sha1", kHash},
    {"dll.hash.md5", "target.file.md5", kHash},
    {"dll.pe.imphash", "target.file.pe_file.imphash", kHash},
    {"dll.pe.original_file_name", "target.file.exif_info.original_file", kText, true},
    {"dll.code_signature.subject_name", "target.file.signature_info.sigcheck.signers.name", kText, true},
    {"dll.code_signature.status", "target.file.signature_info.sigcheck.verification_message", kText, true},
    {"dll.code_signature.trusted", "", kCode, true},
};

constexpr Row kNetwork[] = {
    {"source.ip", "src.ip", kIp},
    {"source.port", "principal.port", kPort},
    {"destination.ip", "target.ip", kIp},
    {"destination.port", "target.port", kPort},
    {"destination.domain", "target.hostname"},
    {"destination.geo.city_name", "target.location.city"},
    {"destination.geo.country_name", "target.location.country_or_region"},
    {"destination.geo.continent_name", "target.location.name"},
    {"destination.geo.region_name", "target.location.state"},
    {"destination.geo.location.lat", "target.location.region_coordinates.latitude"},
    {"destination.geo.location.lon", "target.location.region_coordinates.longitude"},
    {"destination.as.organization.name", "network.organization_name"},
    {"network.transport", "network.ip_protocol", kIpProtocol},
    {"network.type", "network.application_protocol_version"},
    {"network.direction", "network.direction", kText, false, kDirections},
    {"dns.question.name", "network.dns.questions.name"},
    {"dns.resolved_ip", "", kCode},
    {"dns.answers.data", "", kCode},
};

constexpr Row kRegistry[] = {
    {"registry.hive", "", kCode, true},
    {"registry.key", "", kCode, true},
    {"registry.path", "", kCode, true},
    {"registry.value", "target.registry.registry_value_name"},
    {"registry.data.strings", "target.registry.registry_value_data"},
};

constexpr Row kSecurity[] = {
    {"process.Ext.session_info.logon_type", "extensions.auth.auth_details"},
    {"process.Ext.session_info.logon_type", "extensions.auth.mechanism", kText, false, kMechanisms},
    {"process.Ext.session_info.client_address", "src.ip", kIp},
    {"data_stream.type", "additional.fields[\"Data Stream Type\"]"},
    {"event.ingested", "additional.fields[\"Ingested\"]"},
    {"event.provider", "additional.fields[\"Provider\"]"},
    {"event.sequence", "security_result.detection_fields[\"Sequence\"]"},
    {"winlog.event_data.PrivilegeList", "", kCode, true},
    {"process.Ext.token.integrity_level_name", "principal.resource.attribute.labels[\"Integrity Level\"]"},
    {"process.Ext.ancestry", "principal.resource.attribute.labels[\"ancestry\"]"},
    {"process.Ext.protection", "principal.resource.attribute.labels[\"protection\"]"},
    {"process.Ext.authentication_id", "principal.resource.attribute.labels[\"Authentication ID\"]"},
    {"process.code_signature.trusted", "principal.resource.attribute.labels[\"Signature Trusted\"]"},
    {"process.code_signature.exists", "principal.resource.attribute.labels[\"Signature Exists\"]"},
    {"process.code_signature.subject_name", "principal.resource.attribute.labels[\"Signature Subject Name\"]"},
    {"process.code_signature.status", "principal.resource.attribute.labels[\"Signature Status\"]"},
};

constexpr Row kApi[] = {
    {"process.Ext.api.name", "principal.resource.attribute.labels[\"API Name\"]", kText, true},
    {"Target.process.entity_id", "", kCode, true},
    {"Target.process.pid", "target.process.pid", kPid},
    {"Target.process.executable", "target.process.file.full_path"},
    {"Target.process.executable", "target.file.full_path"},
};

constexpr Row kAlert[] = {
    {"process.executable", "target.file.full_path"},
    {"rule.id", "security_result.rule_id"},
    {"rule.name", "", kCode},
    {"kibana.alert.rule.name", "security_result.rule_name"},
    {"kibana.alert.rule.rule_id", "", kCode, true},
    {"rule.ruleset", "security_result.rule_set"},
    {"rule.description", "metadata.description"},
    {"kibana.alert.rule.description", "security_result.description"},
    {"kibana.alert.severity", "security_result.severity"},
    {"kibana.alert.url", "metadata.url_back_to_product"},
    {"event.severity", "", kCode, true},
    {"event.risk_score", "security_result.detection_fields[\"Risk Score\"]"},
    {"threat.tactic.id", "", kCode},
    {"threat.tactic.name", "", kCode},
    {"threat.technique.id", "", kCode},
    {"threat.technique.name", "", kCode},
    {"threat.technique.reference", "security_result.detection_fields[\"Technique Reference\"]"},
    {"threat.technique.subtechnique.id", "", kCode},
    {"threat.technique.subtechnique.name", "", kCode},
    {"threat.technique.subtechnique.reference", "security_result.detection_fields[\"Subtechnique Reference\"]"},
    {"kibana.alert.rule.threat.tactic.id", "", kCode},
    {"kibana.alert.rule.threat.tactic.name", "", kCode},
    {"kibana.alert.rule.threat.technique.id", "", kCode},
    {"kibana.alert.rule.threat.technique.name", "", kCode},
    {"kibana.alert.rule.threat.technique.subtechnique.id", "", kCode},
    {"kibana.alert.rule.threat.technique.subtechnique.name", "", kCode},
    {"file.path", "about.file.full_path"},
    {"file.Ext.malware_signature.all_names", "security_result.detection_fields[\"malware_signature_all_names\"]"},
    {"file.Ext.malware_signature.identifier", "security_result.detection_fields[\"identifier\"]"},
    {"file.Ext.malware_signature.primary.signature.id", "security_result.threat_id"},
    {"file.Ext.malware_signature.primary.signature.name", "security_result.threat_name"},
    {"file.Ext.malware_signature.primary.signature.hash.sha256", "security_result.about.file.sha256", kHash},
};

constexpr Mapping kMappings[] = {
    {"alert", "FILE_UNCATEGORIZED", {kRecord, kProcess, kAlert}, finish_alert},
    {"process start", "PROCESS_LAUNCH", {kRecord, kProcess}, finish_process},
    {"process exec", "PROCESS_LAUNCH", {kRecord, kProcess}, finish_process},
    {"process fork", "PROCESS_UNCATEGORIZED", {kRecord, kProcess}, finish_process},
    {"process end", "PROCESS_TERMINATION", {kRecord, kProcess}, finish_process},
    {"process*", "STATUS_UPDATE", {kRecord, kActor}, finish_acting},
    {"file creat*", "FILE_CREATION", {kRecord, kActor, kFile}, finish_acting},
    {"file delet*", "FILE_DELETION", {kRecord, kActor, kFile}, finish_acting},
    {"file open", "FILE_OPEN", {kRecord, kActor, kFile}, finish_acting},
    {"file*", "FILE_MODIFICATION", {kRecord, kActor, kFile}, finish_acting},
    {"library*", "PROCESS_MODULE_LOAD", {kRecord, kActor, kLibrary}, finish_acting},
    {"network lookup*", "NETWORK_DNS", {kRecord, kActor, kNetwork}, finish_dns},
    {"network*", "NETWORK_CONNECTION", {kRecord, kActor, kNetwork}, finish_connection},
    {"registry creat*", "REGISTRY_CREATION", {kRecord, kActor, kRegistry}, finish_registry},
    {"registry modif*", "REGISTRY_MODIFICATION", {kRecord, kActor, kRegistry}, finish_registry},
    {"registry delet*", "REGISTRY_DELETION", {kRecord, kActor, kRegistry}, finish_registry},
    {"registry*", "REGISTRY_UNCATEGORIZED", {kRecord, kActor, kRegistry}, finish_registry},
    {"security log_on", "USER_LOGIN", {kRecord, kActor, kSecurity}, finish_logon},
    {"security log_off", "USER_LOGOUT", {kRecord, kActor, kSecurity}, finish_logon},
    {"security*", "USER_UNCATEGORIZED", {kRecord, kActor, kSecurity}, finish_logon},
    {"api*", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kApi}, finish_api},
    {"*", "STATUS_UPDATE", {kRecord, kActor}, finish_acting},
};

// As Elastic Agent ships them, and as the documents that a search finds. The file integrity module of Auditbeat writes
// into the same streams.
constexpr Recognition kRecognitions[] = {
    {{{"data_stream.dataset", "endpoint.*"}, {"agent.id", ""}}},
    {{{"_source.data_stream.dataset", "endpoint.*"}, {"_source.agent.id", ""}}},
    {{{"event.module", "endpoint"}, {"ecs.version", ""}, {"agent.type", "endpoint"}}},
    {{{"_source.event.module", "endpoint"}, {"_source.ecs.version", ""}, {"_source.agent.type", "endpoint"}}},
    {{{"data_stream.dataset", "fim.event"}, {"event.module", "file_integrity"}}},
    {{{"_source.data_stream.dataset", "fim.event"}, {"_source.event.module", "file_integrity"}}},
};

}  // namespace

const LogType& elastic_defend_log_type() {
  static constexpr LogType kType{
      .name = "ELASTIC_DEFEND",
      .title = "Elastic Defend",
      .vendor = "Elastic",
      .product = "Elastic Defend",
      .recognitions = kRecognitions,
      .inner = "_source",
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
