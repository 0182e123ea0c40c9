#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/identity.h"

// docs/telemetry/AZURE_AD_AUDIT.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kResults[] = {{"success", "ALLOW"}, {"failure", "BLOCK"}, {"timeout", "FAIL"}};

constexpr Row kEvent[] = {
    {"time", "metadata.collected_timestamp", kTime},
    {"activityDateTime", "", kEventTime},
    {"id", "metadata.product_log_id"},
    {"operationName", "metadata.product_event_type"},
    {"activityDisplayName", "metadata.product_event_type"},
    {"category", "security_result.category_details"},
    {"operationType", "security_result.detection_fields[\"operationType\"]"},
    {"correlationId", "", kCode},
    {"result", "security_result.action", kText, false, kResults},
    {"resultReason", "security_result.description"},
    {"loggedByService", "target.application"},
    {"additionalDetails.key", "", kCode},
    {"additionalDetails.value", "", kCode},
};

constexpr Row kInitiator[] = {
    {"initiatedBy.user.userPrincipalName", "principal.user", kMailUser},
    {"initiatedBy.user.displayName", "principal.user.user_display_name"},
    {"initiatedBy.user.id", "principal.user.product_object_id"},
    {"initiatedBy.user.userType", "principal.user.attribute.labels[\"userType\"]"},
    {"initiatedBy.user.ipAddress", "principal.ip", kIp},
    {"initiatedBy.app.displayName", "principal.application"},
    {"initiatedBy.app.appId", "principal.user.attribute.labels[\"appId\"]"},
    {"initiatedBy.app.servicePrincipalId", "", kCode},
    {"initiatedBy.app.servicePrincipalName", "", kCode},
    {"callerIpAddress", "", kCode},
};

constexpr Row kTargets[] = {
    {"targetResources.type", "", kCode},
    {"targetResources.id", "", kCode},
    {"targetResources.displayName", "", kCode},
    {"targetResources.userPrincipalName", "", kCode},
    {"targetResources.modifiedProperties.displayName", "", kCode},
    {"targetResources.modifiedProperties.oldValue", "", kCode},
    {"targetResources.modifiedProperties.newValue", "", kCode},
};

constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};

void put_initiator(Draft& draft) {
  const udm::Path& ip = YARAL_PATH("principal.ip");
  if (!draft.has(ip)) draft.put_text(ip, to_ip(draft.find("callerIpAddress")));
  const udm::Path& userid = YARAL_PATH("principal.user.userid");
  if (draft.has(userid)) return;
  const std::string_view name = draft.find("initiatedBy.app.servicePrincipalName");
  draft.put_text(userid, name.empty() ? draft.find("initiatedBy.app.displayName") : name);
  draft.put_text(YARAL_PATH("principal.user.product_object_id"), draft.find("initiatedBy.app.servicePrincipalId"));
  if (draft.has(userid)) draft.put_enum(YARAL_PATH("principal.user.account_type"), "SERVICE_ACCOUNT_TYPE");
}

void put_target(Draft& draft, std::uint32_t i) {
  const std::string_view type = draft.find("targetResources.type", i);
  const std::string_view id = draft.find("targetResources.id", i);
  const std::string_view name = draft.find("targetResources.displayName", i);
  if (type == "User" && !draft.has(YARAL_PATH("target.user.product_object_id"))) {
    const std::string_view principal_name = draft.find("targetResources.userPrincipalName", i);
    put_target_user(draft, principal_name.empty() ? name : principal_name);
    draft.put_text(YARAL_PATH("target.user.user_display_name"), name);
    draft.put_text(YARAL_PATH("target.user.product_object_id"), id);
  } else if (type == "Group" && !draft.has(YARAL_PATH("target.group"))) {
    draft.put_text(YARAL_PATH("target.group.group_display_name"), name);
    draft.put_text(YARAL_PATH("target.group.product_object_id"), id);
  } else if (!draft.has(YARAL_PATH("target.resource.resource_subtype"))) {
    draft.put_text(YARAL_PATH("target.resource.name"), name);
    draft.put_text(YARAL_PATH("target.resource.product_object_id"), id);
    draft.put_text(YARAL_PATH("target.resource.resource_subtype"), type);
  } else {
    udm::Message& about = draft.append(YARAL_PATH("about"));
    udm::Message& resource = about.child(*udm::find_field(about.type(), "resource"), draft.arena());
    draft.put_text(resource, "name", name);
    draft.put_text(resource, "product_object_id", id);
    draft.put_text(resource, "resource_subtype", type);
  }
}

// Properties are counted through all resources, so that there may be more of them than resources.
void put_targets(Draft& draft) {
  for (std::uint32_t i = 0; i < draft.elements("targetResources"); ++i) {
    const bool is_told = !draft.find("targetResources.type", i).empty() || !draft.find("targetResources.id", i).empty();
    if (is_told) put_target(draft, i);
  }
}

void put_properties(Draft& draft) {
  constexpr std::string_view kProperties = "targetResources.modifiedProperties";
  const udm::Path& labels = YARAL_PATH("target.resource.attribute.labels");
  for (std::uint32_t i = 0; i < draft.elements(kProperties); ++i) {
    const std::string_view name = draft.find("targetResources.modifiedProperties.displayName", i);
    const std::string_view before = unquoted(draft.find("targetResources.modifiedProperties.oldValue", i));
    const std::string_view after = unquoted(draft.find("targetResources.modifiedProperties.newValue", i));
    if (name.empty()) continue;
    draft.put_label(labels, name, after);
    draft.put_label(labels, joined("old ", name, draft.arena()), before);
    // Of a role that is taken away there is only the old value.
    if (name == "Role.DisplayName") {
      draft.put_text(YARAL_PATH("target.user.attribute.roles.name"), after.empty() ? before : after);
    }
  }
}

void put_details(Draft& draft) {
  for (std::uint32_t i = 0; i < draft.elements("additionalDetails"); ++i) {
    const std::string_view key = draft.find("additionalDetails.key", i);
    const std::string_view value = draft.find("additionalDetails.value", i);
    if (key == "User-Agent") draft.put_text(YARAL_PATH("network.http.user_agent"), value);
    if (!key.empty()) draft.add(joined("additionalDetails.", key, draft.arena()), value);
  }
}

void finish_event(Draft& draft) {
  // Told around the properties and among them.
  draft.put_label(YARAL_PATH("security_result.detection_fields"), "correlationId", draft.find("correlationId"));
  if (draft.time().is_zero()) draft.set_time(parse_log_time(draft.find("time")).value_or(Timestamp{}));
  put_initiator(draft);
  put_targets(draft);
  put_properties(draft);
  put_details(draft);
}

std::string_view kind_of(std::span<const Datum> data, Arena& arena) {
  const std::string_view activity = find(data, "activityDisplayName");
  return to_lower(activity.empty() ? find(data, "operationName") : activity, arena);
}

constexpr Mapping kMappings[] = {
    {"add user", "USER_CREATION", {kEvent, kInitiator, kTargets}},
    {"invite external user", "USER_CREATION", {kEvent, kInitiator, kTargets}},
    {"delete user", "USER_DELETION", {kEvent, kInitiator, kTargets}},
    {"hard delete user", "USER_DELETION", {kEvent, kInitiator, kTargets}},
    {"reset user password", "USER_CHANGE_PASSWORD", {kEvent, kInitiator, kTargets}},
    {"reset password*", "USER_CHANGE_PASSWORD", {kEvent, kInitiator, kTargets}},
    {"change user password", "USER_CHANGE_PASSWORD", {kEvent, kInitiator, kTargets}},
    {"change password*", "USER_CHANGE_PASSWORD", {kEvent, kInitiator, kTargets}},
    {"enable account", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"disable account", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"add member to role*", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"add eligible member to role*", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"add scoped member to role", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"remove member from role*", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"remove eligible member from role*", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"user registered *", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"user deleted security info", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"admin registered *", "USER_CHANGE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"add group", "GROUP_CREATION", {kEvent, kInitiator, kTargets}},
    {"delete group", "GROUP_DELETION", {kEvent, kInitiator, kTargets}},
    {"hard delete group", "GROUP_DELETION", {kEvent, kInitiator, kTargets}},
    {"update group", "GROUP_MODIFICATION", {kEvent, kInitiator, kTargets}},
    {"add member to group", "GROUP_MODIFICATION", {kEvent, kInitiator, kTargets}},
    {"remove member from group", "GROUP_MODIFICATION", {kEvent, kInitiator, kTargets}},
    {"add owner to group", "GROUP_MODIFICATION", {kEvent, kInitiator, kTargets}},
    {"consent to application", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"add app role assignment*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"remove app role assignment*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"add delegated permission grant", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"remove delegated permission grant", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"add owner to *", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"remove owner from *", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kInitiator, kTargets}},
    {"add service principal credentials", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kInitiator, kTargets}},
    {"remove service principal credentials", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kInitiator, kTargets}},
    {"add policy", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"update policy", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"delete policy", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"add conditional access *", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"update conditional access *", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"delete conditional access *", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"add named location", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"update named location", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"delete named location", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"add unverified domain", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"verify domain", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"set *", "SETTING_MODIFICATION", {kEvent, kInitiator, kTargets}, nullptr, false, kSetting},
    {"add *", "USER_RESOURCE_CREATION", {kEvent, kInitiator, kTargets}},
    {"create *", "USER_RESOURCE_CREATION", {kEvent, kInitiator, kTargets}},
    {"register *", "USER_RESOURCE_CREATION", {kEvent, kInitiator, kTargets}},
    {"delete *", "USER_RESOURCE_DELETION", {kEvent, kInitiator, kTargets}},
    {"hard delete *", "USER_RESOURCE_DELETION", {kEvent, kInitiator, kTargets}},
    {"remove *", "USER_RESOURCE_DELETION", {kEvent, kInitiator, kTargets}},
    {"update user", "USER_UNCATEGORIZED", {kEvent, kInitiator, kTargets}},
    {"update *", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kInitiator, kTargets}},
    {"*", "USER_UNCATEGORIZED", {kEvent, kInitiator, kTargets}},
};

constexpr Recognition kRecognitions[] = {
    {{{"category", "AuditLogs"}, {"properties.loggedByService", ""}}},
    {{{"activityDisplayName", ""}, {"activityDateTime", ""}}},
};

}  // namespace

const LogType& azure_ad_audit_log_type() {
  static constexpr LogType kType{
      .name = "AZURE_AD_AUDIT",
      .title = "Entra ID audit log",
      .vendor = "Microsoft",
      .product = "Azure AD Directory Audit",
      .recognitions = kRecognitions,
      .inner = "properties",
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
