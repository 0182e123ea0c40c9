#include <algorithm>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/GCP_CLOUDAUDIT.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kSeverities[] = {
    {"DEFAULT", "INFORMATIONAL"}, {"DEBUG", "INFORMATIONAL"}, {"INFO", "INFORMATIONAL"}, {"NOTICE", "INFORMATIONAL"},
    {"WARNING", "MEDIUM"},        {"ERROR", "ERROR"},         {"ALERT", "CRITICAL"},     {"EMERGENCY", "CRITICAL"},
};

constexpr Code kProducts[] = {
    {"admin.googleapis.com", "Google Workspace Admin"},
    {"bigquery.googleapis.com", "Google BigQuery"},
    {"cloudfunctions.googleapis.com", "Google Cloud Functions"},
    {"cloudkms.googleapis.com", "Google Cloud KMS"},
    {"cloudresourcemanager.googleapis.com", "Google Cloud Resource Manager"},
    {"cloudsql.googleapis.com", "Google Cloud SQL"},
    {"compute.googleapis.com", "Google Compute Engine"},
    {"container.googleapis.com", "Google Kubernetes Engine"},
    {"dns.googleapis.com", "Google Cloud DNS"},
    {"iam.googleapis.com", "Google Cloud IAM"},
    {"iamcredentials.googleapis.com", "Google Cloud IAM"},
    {"k8s.io", "Google Kubernetes Engine"},
    {"logging.googleapis.com", "Google Cloud Logging"},
    {"login.googleapis.com", "Google Workspace Login"},
    {"run.googleapis.com", "Google Cloud Run"},
    {"secretmanager.googleapis.com", "Google Cloud Secret Manager"},
    {"storage.googleapis.com", "Google Cloud Storage"},
};

constexpr Code kResourceTypes[] = {
    {"bigquery_dataset", "DATASET"},        {"bigquery_resource", "DATASET"},
    {"cloud_function", "FUNCTION"},         {"cloud_run_revision", "SERVICE"},
    {"cloudsql_database", "DATABASE"},      {"gce_disk", "DISK"},
    {"gce_firewall_rule", "FIREWALL_RULE"}, {"gce_image", "IMAGE"},
    {"gce_instance", "VIRTUAL_MACHINE"},    {"gce_network", "VPC_NETWORK"},
    {"gce_snapshot", "SNAPSHOT"},           {"gce_subnetwork", "SUBNET"},
    {"gcs_bucket", "STORAGE_BUCKET"},       {"gke_cluster", "CLUSTER"},
    {"iam_role", "ACCESS_POLICY"},          {"k8s_cluster", "CLUSTER"},
    {"organization", "CLOUD_ORGANIZATION"}, {"project", "CLOUD_PROJECT"},
    {"service_account", "SERVICE_ACCOUNT"},
};

constexpr Row kEntry[] = {
    {"timestamp", "", kEventTime},
    {"receiveTimestamp", "metadata.collected_timestamp", kTime},
    {"insertId", "metadata.product_log_id"},
    {"logName", "", kCode, true},
    {"severity", "security_result.severity", kText, false, kSeverities},
    {"resource.type", "target.resource.resource_subtype"},
    {"resource.type", "target.resource.resource_type", kText, false, kResourceTypes},
    {"resource.labels.project_id", "target.cloud.project.name"},
    {"resource.labels.zone", "target.resource.attribute.cloud.availability_zone"},
    {"resource.labels.location", "target.location.name"},
    {"resource.labels.region", "target.location.name"},
    {"resource.labels.namespace_name", "target.namespace"},
    {"labels.authorization.k8s.io/decision", "security_result.action_details"},
    {"labels.authorization.k8s.io/reason", "security_result.summary"},
};

constexpr Row kCall[] = {
    {"protoPayload.serviceName", "target.application"},
    {"protoPayload.serviceName", "metadata.product_name", kText, false, kProducts},
    {"protoPayload.methodName", "metadata.product_event_type"},
    {"protoPayload.resourceName", "target.resource.name"},
    {"protoPayload.resourceLocation.currentLocations", "target.resource.attribute.labels[\"currentLocations\"]"},
    {"protoPayload.status.code", "", kCode, true},
    {"protoPayload.status.message", "security_result.description"},
    {"protoPayload.authorizationInfo.permission", "", kCode},
    {"protoPayload.authorizationInfo.granted", "", kCode},
    {"protoPayload.authorizationInfo.resource", "target.resource.attribute.labels[\"authorizationInfo resource\"]"},
    {"protoPayload.authorizationInfo.permissionType", "", kCode},
    {"protoPayload.metadata.violationReason", "security_result.summary", kText, true},
    {"protoPayload.metadata.vpcServiceControlsUniqueId", "security_result.threat_id", kText, true},
};

constexpr Row kCaller[] = {
    {"protoPayload.authenticationInfo.principalEmail", "principal.user", kMailUser},
    {"protoPayload.authenticationInfo.principalSubject", "principal.user.attribute.labels[\"principalSubject\"]"},
    {"protoPayload.authenticationInfo.serviceAccountKeyName",
     "principal.user.attribute.labels[\"serviceAccountKeyName\"]", kText, true},
    {"protoPayload.authenticationInfo.serviceAccountDelegationInfo.firstPartyPrincipal.principalEmail",
     "principal.user.attribute.labels[\"delegated by\"]"},
    {"protoPayload.authenticationInfo.serviceAccountDelegationInfo.principalSubject",
     "principal.user.attribute.labels[\"delegated by\"]"},
    {"protoPayload.requestMetadata.callerIp", "principal.ip", kIp},
    {"protoPayload.requestMetadata.callerSuppliedUserAgent", "network.http.user_agent"},
    {"protoPayload.requestMetadata.destinationAttributes.ip", "target.ip", kIp},
    {"protoPayload.requestMetadata.destinationAttributes.port", "target.port", kPort},
};

// What changed of a policy, and what a login tells in parameters.
constexpr Row kDetails[] = {
    {"protoPayload.serviceData.policyDelta.bindingDeltas.action",
     "target.resource.attribute.labels[\"bindingDelta action\"]"},
    {"protoPayload.serviceData.policyDelta.bindingDeltas.member",
     "target.resource.attribute.labels[\"bindingDelta member\"]"},
    {"protoPayload.serviceData.policyDelta.bindingDeltas.role",
     "target.resource.attribute.labels[\"bindingDelta role\"]"},
    {"protoPayload.response.email", "target.user", kMailUser},
    {"protoPayload.response.private_key_type", "target.resource.attribute.labels[\"private_key_type\"]"},
    {"protoPayload.response.key_type", "target.resource.attribute.labels[\"key_type\"]"},
    {"protoPayload.metadata.event.eventName", "security_result.detection_fields[\"eventName\"]"},
    {"protoPayload.metadata.event.eventType", "security_result.detection_fields[\"eventType\"]"},
    {"protoPayload.metadata.event.parameter.name", "", kCode},
    {"protoPayload.metadata.event.parameter.value", "", kCode},
    {"protoPayload.metadata.event.parameter.boolValue", "", kCode},
    {"protoPayload.metadata.event.parameter.intValue", "", kCode},
    {"protoPayload.metadata.event.parameter.multiStrValue", "", kCode},
};

// The last part of the log's name, `cloudaudit.googleapis.com%2Factivity`: activity, data_access, system_event, policy.
void put_log(Draft& draft) {
  std::string_view log = draft.find("logName");
  log.remove_prefix(std::min(log.size(), log.rfind('/') + 1));
  if (const auto slash = log.rfind("%2F"); slash != std::string_view::npos) log.remove_prefix(slash + 3);
  draft.put_text(YARAL_PATH("security_result.category_details"), log);
}

// Codes of google.rpc: 7 is PERMISSION_DENIED, 16 UNAUTHENTICATED.
std::string_view outcome(std::string_view code, bool refused) {
  if (code == "7" || code == "16" || refused) return "BLOCK";
  return code.empty() || code == "0" ? "ALLOW" : "FAIL";
}

void put_permissions(Draft& draft) {
  bool refused = false;
  udm::Message* permission = nullptr;
  std::uint32_t element = 0;
  for (const Datum& datum : draft.data()) {
    if (!datum.name.starts_with("protoPayload.authorizationInfo.")) continue;
    const std::string_view member = datum.name.substr(datum.name.rfind('.') + 1);
    refused |= member == "granted" && datum.value == "false";
    if (member != "permission" && member != "permissionType") continue;
    if (permission == nullptr || datum.element != element) {
      permission = &draft.append(YARAL_PATH("target.resource.attribute.permissions"));
      element = datum.element;
    }
    const udm::FieldIndex type = *udm::find_field(permission->type(), "type");
    if (member == "permission") {
      draft.put_text(*permission, "name", datum.value);
    } else if (const auto value = to_value(udm::message(permission->type()).fields[type], datum.value, draft.arena())) {
      permission->set(type, *value, draft.arena());
    }
  }
  const udm::Path& action = YARAL_PATH("security_result.action");
  if (!draft.has(action)) draft.put_enum(action, outcome(draft.find("protoPayload.status.code"), refused));
}

// `user:anna@example.org` with `roles/owner`: who got the role, or lost it.
void put_policy_delta(Draft& draft) {
  for (const Datum& datum : draft.data()) {
    if (datum.name == "protoPayload.serviceData.policyDelta.bindingDeltas.role") {
      draft.put_text(draft.append(YARAL_PATH("target.user.attribute.roles")), "name", datum.value);
    } else if (datum.name == "protoPayload.serviceData.policyDelta.bindingDeltas.member") {
      const std::string_view member = datum.value.substr(datum.value.find(':') + 1);
      draft.put_text(YARAL_PATH("target.user.userid"), member);
      if (member.contains('@')) draft.put_text(YARAL_PATH("target.user.email_addresses"), member);
    }
  }
}

void put_parameters(Draft& draft) {
  constexpr std::string_view kParameter = "protoPayload.metadata.event.parameter.";
  std::string_view name;
  std::uint32_t element = 0;
  for (const Datum& datum : draft.data()) {
    if (!datum.name.starts_with(kParameter)) continue;
    const std::string_view member = datum.name.substr(kParameter.size());
    if (member == "name") {
      name = datum.value;
      element = datum.element;
    } else if (member.ends_with("alue") && datum.element == element && !name.empty()) {
      draft.put_label(YARAL_PATH("security_result.detection_fields"), name, datum.value);
    }
  }
}

void put_labels(Draft& draft) {
  constexpr std::string_view kLabels = "resource.labels.";
  for (const Datum& datum : draft.data()) {
    if (!datum.name.starts_with(kLabels)) continue;
    draft.put_label(YARAL_PATH("target.resource.attribute.labels"), datum.name.substr(kLabels.size()), datum.value);
  }
}

// `core/v1/namespaces/shop/pods/web-1`
void put_namespace(Draft& draft) {
  constexpr std::string_view kNamespaces = "/namespaces/";
  const std::string_view resource = draft.find("protoPayload.resourceName");
  const auto at = resource.find(kNamespaces);
  if (at == std::string_view::npos || draft.find("protoPayload.serviceName") != "k8s.io") return;
  const std::string_view rest = resource.substr(at + kNamespaces.size());
  draft.put_text(YARAL_PATH("target.namespace"), rest.substr(0, rest.find('/')));
}

void finish_entry(Draft& draft) {
  put_log(draft);
  put_permissions(draft);
  put_policy_delta(draft);
  put_parameters(draft);
  put_labels(draft);
  put_namespace(draft);
  draft.put_enum(YARAL_PATH("target.resource.attribute.cloud.environment"), "GOOGLE_CLOUD_PLATFORM");
}

void finish_login(Draft& draft) {
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "SSO");
  const std::string_view email = draft.find("protoPayload.authenticationInfo.principalEmail");
  draft.put_text(YARAL_PATH("target.user.userid"), email);
  if (email.contains('@')) draft.put_text(YARAL_PATH("target.user.email_addresses"), email);
}

void finish_failed_login(Draft& draft) {
  finish_login(draft);
  draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK");
}

// Resources of Kubernetes whose verbs mean something else than elsewhere.
constexpr std::string_view kKubernetesResources[] = {"attach",      "clusterrolebindings", "clusterroles", "exec",
                                                     "portforward", "rolebindings",        "roles"};

// What the method does: the last part of its name.
std::string_view kind_of(std::span<const Datum> data, Arena& arena) {
  const std::string_view method = to_lower(find(data, "protoPayload.methodName"), arena);
  const auto dot = method.rfind('.');
  if (dot == std::string_view::npos) return method;
  if (method.starts_with("io.k8s.")) {
    const auto before = method.rfind('.', dot - 1);
    const std::string_view resource = method.substr(before + 1, dot - before - 1);
    if (std::ranges::find(kKubernetesResources, resource) != std::end(kKubernetesResources))
      return method.substr(before + 1);
  }
  return method.substr(dot + 1);
}

constexpr Mapping kMappings[] = {
    {"loginsuccess", "USER_LOGIN", {kEntry, kCall, kCaller, kDetails}, finish_login},
    {"loginverification", "USER_LOGIN", {kEntry, kCall, kCaller, kDetails}, finish_login},
    {"loginfailure", "USER_LOGIN", {kEntry, kCall, kCaller, kDetails}, finish_failed_login},
    {"riskysensitiveactionblocked", "USER_LOGIN", {kEntry, kCall, kCaller, kDetails}, finish_failed_login},
    {"logout", "USER_LOGOUT", {kEntry, kCall, kCaller, kDetails}, finish_login},
    {"createuser", "USER_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"deleteuser", "USER_DELETION", {kEntry, kCall, kCaller, kDetails}},
    {"changepassword", "USER_CHANGE_PASSWORD", {kEntry, kCall, kCaller, kDetails}},
    {"passwordedit", "USER_CHANGE_PASSWORD", {kEntry, kCall, kCaller, kDetails}},
    {"assignrole", "USER_CHANGE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"unassignrole", "USER_CHANGE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"grantadminprivilege", "USER_CHANGE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"revokeadminprivilege", "USER_CHANGE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"creategroup", "GROUP_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"deletegroup", "GROUP_DELETION", {kEntry, kCall, kCaller, kDetails}},
    {"addgroupmember", "GROUP_MODIFICATION", {kEntry, kCall, kCaller, kDetails}},
    {"removegroupmember", "GROUP_MODIFICATION", {kEntry, kCall, kCaller, kDetails}},
    {"updategroupmember", "GROUP_MODIFICATION", {kEntry, kCall, kCaller, kDetails}},
    {"setiam*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"setorgpolicy*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"createpolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"updatepolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"deletepolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"clusterrolebindings.*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"clusterroles.*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"rolebindings.*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"roles.*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEntry, kCall, kCaller, kDetails}},
    {"attach.*", "USER_RESOURCE_ACCESS", {kEntry, kCall, kCaller, kDetails}},
    {"exec.*", "USER_RESOURCE_ACCESS", {kEntry, kCall, kCaller, kDetails}},
    {"portforward.*", "USER_RESOURCE_ACCESS", {kEntry, kCall, kCaller, kDetails}},
    {"create*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"insert*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"import*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"upload*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"clone*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"copy*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"register*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"batchcreate*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"undelete*", "USER_RESOURCE_CREATION", {kEntry, kCall, kCaller, kDetails}},
    {"delete*", "USER_RESOURCE_DELETION", {kEntry, kCall, kCaller, kDetails}},
    {"batchdelete*", "USER_RESOURCE_DELETION", {kEntry, kCall, kCaller, kDetails}},
    {"destroy*", "USER_RESOURCE_DELETION", {kEntry, kCall, kCaller, kDetails}},
    {"remove*", "USER_RESOURCE_DELETION", {kEntry, kCall, kCaller, kDetails}},
    {"purge*", "USER_RESOURCE_DELETION", {kEntry, kCall, kCaller, kDetails}},
    {"unregister*", "USER_RESOURCE_DELETION", {kEntry, kCall, kCaller, kDetails}},
    {"add*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"attach*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"detach*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"batchupdate*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"disable*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"enable*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"modify*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"move*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"patch*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"replace*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"reset*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"resize*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"restore*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"rotate*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"set*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"start*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"stop*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"suspend*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"update*", "USER_RESOURCE_UPDATE_CONTENT", {kEntry, kCall, kCaller, kDetails}},
    {"*", "USER_RESOURCE_ACCESS", {kEntry, kCall, kCaller, kDetails}},
};

constexpr Recognition kRecognitions[] = {
    {{{"protoPayload.@type", "type.googleapis.com/google.cloud.audit.AuditLog"}, {"logName", ""}}},
    {{{"protoPayload.methodName", ""}, {"protoPayload.serviceName", ""}, {"logName", ""}}},
};

}  // namespace

const LogType& gcp_cloudaudit_log_type() {
  static constexpr LogType kType{
      .name = "GCP_CLOUDAUDIT",
      .title = "Google Cloud audit logs",
      .vendor = "Google Cloud Platform",
      .product = "Google Cloud Audit Logs",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_entry,
  };
  return kType;
}

}  // namespace yaral::ingest
