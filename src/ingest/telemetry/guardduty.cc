#include <algorithm>
#include <charconv>
#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/GUARDDUTY.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kResourceTypes[] = {
    {"AccessKey", "CREDENTIAL"},     {"EKSCluster", "CLUSTER"},        {"ECSCluster", "CLUSTER"},
    {"Instance", "VIRTUAL_MACHINE"}, {"KubernetesCluster", "CLUSTER"}, {"Lambda", "FUNCTION"},
    {"RDSDBInstance", "DATABASE"},   {"S3Bucket", "STORAGE_BUCKET"},   {"S3Object", "STORAGE_OBJECT"},
    {"Container", "CONTAINER"},      {"EBSSnapshot", "SNAPSHOT"},
};

// The finding, and what it is about.
constexpr Row kFinding[] = {
    {"id", "metadata.product_log_id"},
    {"schemaVersion", "metadata.product_version"},
    {"type", "metadata.product_event_type"},
    {"type", "security_result.rule_name"},
    {"title", "security_result.summary"},
    {"description", "security_result.description"},
    {"severity", "security_result.severity_details"},
    {"service.eventFirstSeen", "security_result.first_discovered_time"},
    {"service.eventLastSeen", "", kEventTime},
    {"service.eventLastSeen", "security_result.last_discovered_time"},
    {"updatedAt", "security_result.last_updated_time"},
    {"service.count", "security_result.detection_fields[\"count\"]", kText, true},
    {"service.resourceRole", "security_result.detection_fields[\"resourceRole\"]", kText, true},
    {"service.evidence.threatIntelligenceDetails.threatListName", "security_result.threat_feed_name"},
    {"service.evidence.threatIntelligenceDetails.threatNames", "security_result.threat_name"},
    {"accountId", "target.cloud.project.id", kText, true},
    {"region", "target.location.name"},
    {"resource.resourceType", "target.resource.resource_subtype"},
    {"resource.resourceType", "target.resource.resource_type", kText, false, kResourceTypes},
    {"resource.instanceDetails.instanceId", "target.resource.name"},
    {"resource.instanceDetails.instanceId", "target.resource.product_object_id"},
    {"resource.instanceDetails.imageId", "target.resource.attribute.labels[\"imageId\"]"},
    {"resource.instanceDetails.availabilityZone", "target.resource.attribute.cloud.availability_zone"},
    {"resource.instanceDetails.iamInstanceProfile.arn", "target.resource.attribute.labels[\"iamInstanceProfile\"]"},
    {"resource.instanceDetails.networkInterfaces.vpcId", "target.resource.attribute.cloud.vpc.id"},
    {"resource.instanceDetails.networkInterfaces.securityGroups.groupId",
     "target.resource.attribute.labels[\"securityGroup\"]"},
    {"resource.s3BucketDetails.name", "target.resource.name"},
    {"resource.s3BucketDetails.arn", "target.resource.product_object_id"},
    {"resource.s3BucketDetails.publicAccess.effectivePermission",
     "target.resource.attribute.labels[\"effectivePermission\"]"},
    {"resource.lambdaDetails.functionName", "target.resource.name"},
    {"resource.lambdaDetails.functionArn", "target.resource.product_object_id"},
    {"resource.ecsClusterDetails.name", "target.resource.name"},
    {"resource.ecsClusterDetails.arn", "target.resource.product_object_id"},
    {"resource.eksClusterDetails.name", "target.resource.name"},
    {"resource.eksClusterDetails.arn", "target.resource.product_object_id"},
    {"resource.rdsDbInstanceDetails.dbInstanceIdentifier", "target.resource.name"},
    {"resource.rdsDbInstanceDetails.dbInstanceArn", "target.resource.product_object_id"},
    {"resource.kubernetesDetails.kubernetesWorkloadDetails.namespace", "target.namespace"},
    {"resource.kubernetesDetails.kubernetesWorkloadDetails.name", "target.resource.attribute.labels[\"workload\"]"},
    {"resource.containerDetails.image", "target.resource.attribute.labels[\"image\"]"},
};

// Whose credentials were used.
constexpr Row kIdentity[] = {
    {"resource.accessKeyDetails.accessKeyId", "principal.user.attribute.labels[\"accessKeyId\"]", kText, true},
    {"resource.accessKeyDetails.principalId", "principal.user.product_object_id"},
    {"resource.accessKeyDetails.userName", "principal.user", kMailUser},
    {"resource.accessKeyDetails.userType", "principal.user.attribute.labels[\"type\"]", kText, true},
    {"resource.kubernetesDetails.kubernetesUserDetails.username", "principal.user", kMailUser},
    {"resource.kubernetesDetails.kubernetesUserDetails.uid", "principal.user.product_object_id"},
    {"resource.kubernetesDetails.kubernetesUserDetails.groups", "principal.user.group_identifiers"},
};

constexpr Row kInstanceIsTarget[] = {
    {"resource.instanceDetails.networkInterfaces.privateIpAddress", "target.ip", kIp},
    {"resource.instanceDetails.networkInterfaces.publicIp", "target.nat_ip", kIp},
    {"resource.instanceDetails.networkInterfaces.privateDnsName", "target.hostname"},
};

constexpr Row kInstanceIsPrincipal[] = {
    {"resource.instanceDetails.networkInterfaces.privateIpAddress", "principal.ip", kIp},
    {"resource.instanceDetails.networkInterfaces.publicIp", "principal.nat_ip", kIp},
    {"resource.instanceDetails.networkInterfaces.privateDnsName", "principal.hostname"},
};

constexpr Row kApiCall[] = {
    {"service.action.awsApiCallAction.api", "security_result.detection_fields[\"api\"]", kText, true},
    {"service.action.awsApiCallAction.serviceName", "target.application"},
    {"service.action.awsApiCallAction.callerType", "security_result.detection_fields[\"callerType\"]", kText, true},
    {"service.action.awsApiCallAction.errorCode", "security_result.action_details", kText, true},
    {"service.action.awsApiCallAction.userAgent", "network.http.user_agent"},
    {"service.action.awsApiCallAction.domainDetails.domain", "principal.hostname"},
    {"service.action.awsApiCallAction.remoteIpDetails.ipAddressV4", "principal.ip", kIp},
    {"service.action.awsApiCallAction.remoteIpDetails.ipAddressV6", "principal.ip", kIp},
    {"service.action.awsApiCallAction.remoteIpDetails.country.countryName", "principal.location.country_or_region"},
    {"service.action.awsApiCallAction.remoteIpDetails.city.cityName", "principal.location.city"},
};

constexpr Row kKubernetesCall[] = {
    {"service.action.kubernetesApiCallAction.requestUri", "target.url"},
    {"service.action.kubernetesApiCallAction.verb", "security_result.detection_fields[\"verb\"]", kText, true},
    {"service.action.kubernetesApiCallAction.statusCode", "network.http.response_code"},
    {"service.action.kubernetesApiCallAction.userAgent", "network.http.user_agent"},
    {"service.action.kubernetesApiCallAction.remoteIpDetails.ipAddressV4", "principal.ip", kIp},
    {"service.action.kubernetesApiCallAction.remoteIpDetails.country.countryName",
     "principal.location.country_or_region"},
    {"service.action.kubernetesApiCallAction.remoteIpDetails.city.cityName", "principal.location.city"},
};

constexpr Row kDatabaseLogin[] = {
    {"resource.rdsDbUserDetails.user", "target.user.userid"},
    {"resource.rdsDbUserDetails.application", "principal.application"},
    {"service.action.rdsLoginAttemptAction.remoteIpDetails.ipAddressV4", "principal.ip", kIp},
    {"service.action.rdsLoginAttemptAction.remoteIpDetails.country.countryName",
     "principal.location.country_or_region"},
    {"service.action.rdsLoginAttemptAction.loginAttributes.successfulLoginAttempts", "", kCode, true},
};

constexpr Row kDns[] = {
    {"service.action.dnsRequestAction.domain", "network.dns.questions.name"},
    {"service.action.dnsRequestAction.protocol", "network.ip_protocol", kIpProtocol},
    {"service.action.dnsRequestAction.blocked", "", kCode},
};

constexpr Row kConnection[] = {
    {"service.action.networkConnectionAction.connectionDirection", "network.direction"},
    {"service.action.networkConnectionAction.protocol", "network.ip_protocol", kIpProtocol},
    {"service.action.networkConnectionAction.blocked", "", kCode},
};

constexpr Row kFromRemote[] = {
    {"service.action.networkConnectionAction.remoteIpDetails.ipAddressV4", "principal.ip", kIp},
    {"service.action.networkConnectionAction.remoteIpDetails.ipAddressV6", "principal.ip", kIp},
    {"service.action.networkConnectionAction.remoteIpDetails.country.countryName",
     "principal.location.country_or_region"},
    {"service.action.networkConnectionAction.remotePortDetails.port", "principal.port", kPort},
    {"service.action.networkConnectionAction.localPortDetails.port", "target.port", kPort},
};

constexpr Row kToRemote[] = {
    {"service.action.networkConnectionAction.remoteIpDetails.ipAddressV4", "target.ip", kIp},
    {"service.action.networkConnectionAction.remoteIpDetails.ipAddressV6", "target.ip", kIp},
    {"service.action.networkConnectionAction.remoteIpDetails.country.countryName", "target.location.country_or_region"},
    {"service.action.networkConnectionAction.remotePortDetails.port", "target.port", kPort},
    {"service.action.networkConnectionAction.localPortDetails.port", "principal.port", kPort},
};

constexpr Row kProbe[] = {
    {"service.action.portProbeAction.portProbeDetails.remoteIpDetails.ipAddressV4", "principal.ip", kIp},
    {"service.action.portProbeAction.portProbeDetails.remoteIpDetails.country.countryName",
     "principal.location.country_or_region"},
    {"service.action.portProbeAction.portProbeDetails.localPortDetails.port", "target.port", kPort},
    {"service.action.portProbeAction.portProbeDetails.localPortDetails.port",
     "security_result.detection_fields[\"localPort\"]"},
    {"service.action.portProbeAction.blocked", "", kCode},
};

constexpr Row kRuntime[] = {
    {"service.runtimeDetails.process.executablePath", "target.process.file.full_path"},
    {"service.runtimeDetails.process.executableSha256", "target.process.file.sha256", kHash},
    {"service.runtimeDetails.process.pid", "target.process.pid", kPid},
    {"service.runtimeDetails.process.user", "principal.user.userid"},
    {"service.runtimeDetails.context.commandLineExample", "target.process.command_line"},
};

constexpr Row kMalware[] = {
    {"service.ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames.name",
     "security_result.threat_name"},
    {"service.ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames.filePaths.filePath",
     "target.file.full_path"},
    {"service.ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames.filePaths.hash",
     "target.file.sha256", kHash},
    {"service.malwareScanDetails.threats.name", "security_result.threat_name"},
    {"service.malwareScanDetails.threats.itemPaths.nestedItemPath", "target.file.full_path"},
    {"service.malwareScanDetails.threats.itemPaths.hash", "target.file.sha256", kHash},
    {"resource.s3BucketDetails.s3ObjectDetails.key", "target.file.full_path"},
};

// What a finding's type begins with, before the colon.
constexpr Code kPurposes[] = {
    {"Backdoor", "NETWORK_COMMAND_AND_CONTROL"},
    {"CredentialAccess", "AUTH_VIOLATION"},
    {"CryptoCurrency", "SOFTWARE_MALICIOUS"},
    {"Discovery", "NETWORK_RECON"},
    {"Execution", "SOFTWARE_MALICIOUS"},
    {"Exfiltration", "DATA_EXFILTRATION"},
    {"InitialAccess", "AUTH_VIOLATION"},
    {"Object", "SOFTWARE_MALICIOUS"},
    {"Policy", "POLICY_VIOLATION"},
    {"PrivilegeEscalation", "ACL_VIOLATION"},
    {"Recon", "NETWORK_RECON"},
    {"Trojan", "SOFTWARE_MALICIOUS"},
    {"UnauthorizedAccess", "AUTH_VIOLATION"},
};

// GuardDuty's own bands: up to 3.9, 6.9, 8.9, and above.
std::string_view severity_of(std::string_view number) {
  double severity = 0;
  std::from_chars(number.data(), number.data() + number.size(), severity);
  if (severity >= 9) return "CRITICAL";
  if (severity >= 7) return "HIGH";
  if (severity >= 4) return "MEDIUM";
  return severity >= 1 ? "LOW" : "UNKNOWN_SEVERITY";
}

std::string_view blocked(const Draft& draft) {
  for (const char* name : {"service.action.networkConnectionAction.blocked", "service.action.dnsRequestAction.blocked",
                           "service.action.portProbeAction.blocked"}) {
    if (const std::string_view value = draft.find(name); !value.empty()) return value;
  }
  return {};
}

void finish_finding(Draft& draft) {
  const std::string_view type = draft.find("type");
  const std::string_view purpose = type.substr(0, type.find(':'));
  draft.put_text(YARAL_PATH("security_result.category_details"), purpose);
  const auto category = std::ranges::find(kPurposes, purpose, &Code::from);
  if (category != std::end(kPurposes)) draft.put_enum(YARAL_PATH("security_result.category"), category->to);
  draft.put_enum(YARAL_PATH("security_result.severity"), severity_of(draft.find("severity")));
  draft.put_enum(YARAL_PATH("security_result.alert_state"), "ALERTING");
  if (const std::string_view is_blocked = blocked(draft); !is_blocked.empty()) {
    draft.put_enum(YARAL_PATH("security_result.action"), is_blocked == "true" ? "BLOCK" : "ALLOW");
  }
  draft.put_enum(YARAL_PATH("target.resource.attribute.cloud.environment"), "AMAZON_WEB_SERVICES");
  if (draft.time().is_zero()) {
    if (const auto updated = parse_log_time(draft.find("updatedAt"))) draft.set_time(*updated);
  }
}

void finish_login(Draft& draft) {
  const std::string_view successes =
      draft.find("service.action.rdsLoginAttemptAction.loginAttributes.successfulLoginAttempts");
  draft.put_enum(YARAL_PATH("security_result.action"), to_unsigned(successes).value_or(0) > 0 ? "ALLOW" : "BLOCK");
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
}

constexpr Constant kDnsProtocol[] = {{"network.application_protocol", "DNS"}};

constexpr Mapping kMappings[] = {
    {"AWS_API_CALL", "USER_RESOURCE_ACCESS", {kFinding, kIdentity, kApiCall}},
    {"KUBERNETES_API_CALL", "USER_RESOURCE_ACCESS", {kFinding, kIdentity, kKubernetesCall}},
    {"RDS_LOGIN_ATTEMPT", "USER_LOGIN", {kFinding, kDatabaseLogin}, finish_login},
    {"DNS_REQUEST", "NETWORK_DNS", {kFinding, kInstanceIsPrincipal, kDns}, nullptr, false, kDnsProtocol},
    {"NETWORK_CONNECTION ACTOR", "NETWORK_CONNECTION", {kFinding, kInstanceIsPrincipal, kConnection, kToRemote}},
    {"NETWORK_CONNECTION*", "NETWORK_CONNECTION", {kFinding, kInstanceIsTarget, kConnection, kFromRemote}},
    {"PORT_PROBE", "SCAN_NETWORK", {kFinding, kInstanceIsTarget, kProbe}},
    {"RUNTIME", "SCAN_PROCESS", {kFinding, kInstanceIsTarget, kRuntime}},
    {"MALWARE", "SCAN_FILE", {kFinding, kInstanceIsTarget, kMalware}},
    {"*", "SCAN_UNCATEGORIZED", {kFinding, kIdentity}},
};

bool any_below(std::span<const Datum> data, std::string_view object) {
  return std::ranges::any_of(data, [&](const Datum& datum) { return datum.name.starts_with(object); });
}

// By what was seen; of a connection, also whether the instance took part in the attack or was its target.
std::string_view kind_of(std::span<const Datum> data, Arena& arena) {
  const std::string_view action = find(data, "service.action.actionType");
  if (action == "NETWORK_CONNECTION") {
    return arena.copy(std::string(action).append(" ").append(find(data, "service.resourceRole")));
  }
  if (!action.empty()) return action;
  if (any_below(data, "service.runtimeDetails.process.")) return "RUNTIME";
  const bool scanned =
      any_below(data, "service.ebsVolumeScanDetails.") || any_below(data, "service.malwareScanDetails.");
  return scanned ? "MALWARE" : "";
}

constexpr Recognition kRecognitions[] = {
    {{{"service.detectorId", ""}, {"type", ""}, {"resource.resourceType", ""}, {"severity", ""}}},
};

}  // namespace

const LogType& guardduty_log_type() {
  static constexpr LogType kType{
      .name = "GUARDDUTY",
      .title = "AWS GuardDuty",
      .vendor = "AMAZON",
      .product = "AWS GuardDuty",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_finding,
  };
  return kType;
}

}  // namespace yaral::ingest
