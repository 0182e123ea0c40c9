#include <algorithm>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/identity.h"

// docs/telemetry/AZURE_ACTIVITY.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kResults[] = {
    {"Success", "ALLOW"}, {"Succeeded", "ALLOW"}, {"Accept", "ALLOW"}, {"Accepted", "ALLOW"}, {"Start", "ALLOW"},
    {"Started", "ALLOW"}, {"Active", "ALLOW"},    {"Failure", "FAIL"}, {"Failed", "FAIL"},
};

constexpr Code kLevels[] = {
    {"Verbose", "INFORMATIONAL"},
    {"Information", "INFORMATIONAL"},
    {"Informational", "INFORMATIONAL"},
    {"Warning", "MEDIUM"},
    {"Error", "ERROR"},
    {"Critical", "CRITICAL"},
    {"4", "INFORMATIONAL"},
    {"3", "MEDIUM"},
    {"2", "ERROR"},
    {"1", "CRITICAL"},
};

constexpr Row kEvent[] = {
    {"time", "", kEventTime},
    {"eventTimestamp", "", kEventTime},
    {"submissionTimestamp", "metadata.collected_timestamp", kTime},
    {"eventDataId", "metadata.product_log_id"},
    {"operationName", "metadata.product_event_type"},
    {"operationName.value", "metadata.product_event_type"},
    {"operationName.localizedValue", "metadata.description"},
    {"category", "security_result.category_details"},
    {"category.value", "security_result.category_details"},
    {"level", "security_result.severity", kText, true, kLevels},
    {"resultType", "security_result.action_details"},
    {"status.value", "security_result.action_details"},
    {"resultSignature", "security_result.summary"},
    {"subStatus.value", "security_result.summary"},
    {"properties.statusCode", "security_result.detection_fields[\"statusCode\"]", kText, true},
    {"properties.statusMessage", "security_result.description"},
    {"correlationId", "security_result.detection_fields[\"correlationId\"]"},
};

// Azure Monitor puts the claims below `identity`.
constexpr Row kCaller[] = {
    {"caller", "principal.user", kMailUser},
    {"properties.caller", "", kCode},
    {"callerIpAddress", "principal.ip", kIp},
    {"httpRequest.clientIpAddress", "", kCode},
    {"httpRequest.method", "network.http.method"},
    {"httpRequest.uri", "target.url"},
    {"claims.name", "principal.user.user_display_name"},
    {"identity.claims.name", "principal.user.user_display_name"},
    {"claims.appid", "principal.user.attribute.labels[\"appid\"]"},
    {"identity.claims.appid", "principal.user.attribute.labels[\"appid\"]"},
    {"claims.ipaddr", "", kCode},
    {"identity.claims.ipaddr", "", kCode},
    {"claims.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "", kCode},
    {"identity.claims.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "", kCode},
    {"claims.http://schemas.microsoft.com/identity/claims/objectidentifier", "principal.user.product_object_id"},
    {"identity.claims.http://schemas.microsoft.com/identity/claims/objectidentifier",
     "principal.user.product_object_id"},
    {"authorization.evidence.role", "principal.user.attribute.roles.name"},
    {"identity.authorization.evidence.role", "principal.user.attribute.roles.name"},
    {"authorization.evidence.principalType", "principal.user.attribute.labels[\"principalType\"]"},
    {"identity.authorization.evidence.principalType", "principal.user.attribute.labels[\"principalType\"]"},
};

// What it is done to.
constexpr Row kResource[] = {
    {"resourceId", "target.resource.name"},
    {"resourceType.value", "", kCode, true},
    {"resourceProviderName.value", "target.application"},
    {"resourceGroupName", "target.resource.attribute.labels[\"resourceGroupName\"]"},
    {"subscriptionId", "target.cloud.project.product_object_id"},
    {"location", "target.location.name"},
    {"authorization.action", "target.resource.attribute.permissions.name"},
    {"identity.authorization.action", "target.resource.attribute.permissions.name"},
    {"authorization.scope", "target.resource.attribute.labels[\"scope\"]"},
    {"identity.authorization.scope", "target.resource.attribute.labels[\"scope\"]"},
    {"properties.requestbody", "", kJson},
    {"properties.requestbody.Properties.PrincipalId", "target.user.product_object_id", kText, true},
    {"properties.requestbody.Properties.RoleDefinitionId", "target.user.attribute.roles.name", kText, true},
};

constexpr Code kTypes[] = {
    {"microsoft.compute/virtualmachines", "VIRTUAL_MACHINE"},
    {"microsoft.compute/disks", "DISK"},
    {"microsoft.compute/snapshots", "SNAPSHOT"},
    {"microsoft.compute/images", "IMAGE"},
    {"microsoft.storage/storageaccounts", "STORAGE_BUCKET"},
    {"microsoft.sql/servers/databases", "DATABASE"},
    {"microsoft.containerservice/managedclusters", "CLUSTER"},
    {"microsoft.network/virtualnetworks", "VPC_NETWORK"},
    {"microsoft.network/networksecuritygroups/securityrules", "FIREWALL_RULE"},
    {"microsoft.network/loadbalancers", "LOAD_BALANCER"},
    {"microsoft.authorization/policyassignments", "ACCESS_POLICY"},
    {"microsoft.insights/diagnosticsettings", "SETTING"},
};

std::string_view operation_of(std::span<const Datum> data, Arena& arena) {
  const std::string_view value = find(data, "operationName.value");
  return to_lower(value.empty() ? find(data, "operationName") : value, arena);
}

// What an operation does to a resource: its last part, `write`, but for those where it matters what they do it to.
std::string_view kind_of(std::span<const Datum> data, Arena& arena) {
  constexpr std::string_view kWhole[] = {"microsoft.authorization/", "microsoft.insights/diagnosticsettings/",
                                         "microsoft.security/"};
  const std::string_view operation = operation_of(data, arena);
  const bool whole = std::ranges::any_of(kWhole, [&](std::string_view begin) { return operation.starts_with(begin); });
  return whole ? operation : operation.substr(operation.rfind('/') + 1);
}

void put_caller(Draft& draft) {
  const udm::Path& userid = YARAL_PATH("principal.user.userid");
  for (const char* name :
       {"claims.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
        "identity.claims.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "properties.caller"}) {
    const std::string_view text = draft.find(name);
    if (draft.has(userid)) break;
    draft.put_text(userid, text);
    if (text.contains('@')) draft.put_text(YARAL_PATH("principal.user.email_addresses"), text);
  }
  // Applications have no name of their own.
  if (!draft.has(userid)) draft.put_text(userid, draft.text_at(YARAL_PATH("principal.user.product_object_id")));
  for (const char* name : {"httpRequest.clientIpAddress", "claims.ipaddr", "identity.claims.ipaddr"}) {
    const udm::Path& ip = YARAL_PATH("principal.ip");
    if (!draft.has(ip)) draft.put_text(ip, to_ip(draft.find(name)));
  }
}

// `/subscriptions/ID/resourceGroups/GROUP/providers/…`
std::string_view part_after(std::string_view id, std::string_view lower, std::string_view name) {
  const auto at = lower.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = id.substr(at + name.size());
  return rest.substr(0, rest.find('/'));
}

void put_resource(Draft& draft) {
  const std::string_view operation = operation_of(draft.data(), draft.arena());
  const std::string_view type = operation.substr(0, operation.rfind('/'));
  draft.put_text(YARAL_PATH("target.resource.resource_subtype"), type);
  const auto code = std::ranges::find(kTypes, type, &Code::from);
  if (code != std::end(kTypes)) draft.put_enum(YARAL_PATH("target.resource.resource_type"), code->to);
  const std::string_view id = draft.find("resourceId");
  const std::string_view lower = to_lower(id, draft.arena());
  if (draft.find("subscriptionId").empty()) {
    draft.put_text(YARAL_PATH("target.cloud.project.product_object_id"), part_after(id, lower, "/subscriptions/"));
  }
  if (draft.find("resourceGroupName").empty()) {
    draft.put_label(YARAL_PATH("target.resource.attribute.labels"), "resourceGroupName",
                    part_after(id, lower, "/resourcegroups/"));
  }
  const udm::Path& application = YARAL_PATH("target.application");
  if (!draft.has(application)) draft.put_text(application, type.substr(0, type.find('/')));
  draft.put_enum(YARAL_PATH("target.resource.attribute.cloud.environment"), "MICROSOFT_AZURE");
}

// Refused is something else than failed.
void put_outcome(Draft& draft) {
  const std::string_view told = draft.find("resultType");
  const std::string_view result = told.empty() ? draft.find("status.value") : told;
  const std::string_view code = draft.find("properties.statusCode");
  const std::string_view signature = draft.find("resultSignature");
  const auto tells = [&](std::string_view word) { return code == word || signature.contains(word); };
  const auto known = std::ranges::find_if(kResults, [&](const Code& c) { return equal_nocase(c.from, result); });
  const std::string_view action = known == std::end(kResults) ? std::string_view{} : known->to;
  const bool refused = action == "FAIL" && (tells("Forbidden") || tells("Unauthorized"));
  if (!action.empty()) draft.put_enum(YARAL_PATH("security_result.action"), refused ? "BLOCK" : action);
}

void finish_event(Draft& draft) {
  put_outcome(draft);
  put_caller(draft);
  put_resource(draft);
}

// A write makes what was not there before.
void finish_write(Draft& draft) {
  const bool created = draft.find("properties.statusCode") == "Created" || draft.find("subStatus.value") == "Created" ||
                       draft.find("resultSignature").contains("Created");
  if (created) draft.set_type("USER_RESOURCE_CREATION");
}

constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};

constexpr Mapping kMappings[] = {
    {"microsoft.authorization/roleassignments/*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kResource}},
    {"microsoft.authorization/roledefinitions/*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kResource}},
    {"microsoft.authorization/elevateaccess/*", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kResource}},
    {"microsoft.authorization/*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kResource}},
    {"microsoft.insights/diagnosticsettings/*",
     "SETTING_MODIFICATION",
     {kEvent, kCaller, kResource},
     nullptr,
     false,
     kSetting},
    {"microsoft.security/*", "SETTING_MODIFICATION", {kEvent, kCaller, kResource}, nullptr, false, kSetting},
    {"write", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kResource}, finish_write},
    {"delete", "USER_RESOURCE_DELETION", {kEvent, kCaller, kResource}},
    {"*", "USER_RESOURCE_ACCESS", {kEvent, kCaller, kResource}},
};

constexpr Recognition kRecognitions[] = {
    {{{"resourceId", "/SUBSCRIPTIONS/*"}, {"operationName", ""}, {"category", "Administrative"}}},
    {{{"resourceId", ""}, {"operationName", ""}, {"category", "Administrative"}, {"identity", ""}}},
    {{{"eventDataId", ""}, {"operationName.value", ""}, {"resourceId", ""}}},
};

}  // namespace

const LogType& azure_activity_log_type() {
  static constexpr LogType kType{
      .name = "AZURE_ACTIVITY",
      .title = "Azure activity log",
      .vendor = "Microsoft",
      .product = "Azure Activity",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
