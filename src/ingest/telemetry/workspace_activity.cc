#include <algorithm>
#include <iterator>
#include <vector>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/identity.h"

// docs/telemetry/WORKSPACE_ACTIVITY.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kActivity[] = {
    {"id.time", "", kEventTime},
    {"id.uniqueQualifier", "metadata.product_log_id"},
    {"id.applicationName", "metadata.product_name"},
    {"id.applicationName", "target.application"},
    {"id.customerId", "target.cloud.project.product_object_id"},
    {"events.name", "metadata.product_event_type"},
    {"events.type", "security_result.category_details"},
    {"actor.email", "principal.user", kMailUser},
    {"actor.profileId", "principal.user.product_object_id"},
    {"actor.callerType", "principal.user.attribute.labels[\"callerType\"]"},
    {"actor.key", "principal.user.attribute.labels[\"key\"]"},
    {"actor.applicationInfo.applicationName", "principal.application"},
    {"ownerDomain", "target.administrative_domain"},
    {"ipAddress", "principal.ip", kIp},
    {"networkInfo.ipAsn", "network.asn"},
    {"networkInfo.regionCode", "principal.location.country_or_region"},
    {"networkInfo.subdivisionCode", "principal.location.state"},
};

constexpr Row kParameters[] = {
    {"events.parameters.name", "", kCode},       {"events.parameters.value", "", kCode},
    {"events.parameters.intValue", "", kCode},   {"events.parameters.boolValue", "", kCode},
    {"events.parameters.multiValue", "", kCode}, {"events.parameters.multiIntValue", "", kCode},
};

// Parameters with a better place than a label. The first that an event has wins where several lead to one place.
struct Place {
  std::string_view parameter;
  std::string_view path;
};

constexpr Place kPlaces[] = {
    {"doc_title", "target.resource.name"},
    {"doc_id", "target.resource.product_object_id"},
    {"doc_type", "target.resource.resource_subtype"},
    {"ROLE_NAME", "target.user.attribute.roles.name"},
    {"ROLE_NAME", "target.resource.name"},
    {"SETTING_NAME", "target.resource.name"},
    {"APPLICATION_NAME", "target.resource.name"},
    {"DOMAIN_NAME", "target.resource.name"},
    {"GROUP_EMAIL", "target.group.email_addresses"},
    {"GROUP_EMAIL", "target.group.group_display_name"},
    {"group_email", "target.group.email_addresses"},
    {"group_email", "target.group.group_display_name"},
    {"app_name", "target.resource.name"},
    {"client_id", "target.resource.product_object_id"},
    {"login_failure_type", "security_result.description"},
    {"DEVICE_ID", "target.asset.product_object_id"},
    {"rule_name", "security_result.rule_name"},
};

// Whom an event befalls.
constexpr std::string_view kUsers[] = {"USER_EMAIL", "target_user", "affected_email_address", "user_email",
                                       "member_id"};

constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};
constexpr Constant kSuspicious[] = {{"security_result.category", "AUTH_VIOLATION"}};

const std::vector<udm::Path>& places() {
  static const std::vector<udm::Path> all = [] {
    std::vector<udm::Path> paths;
    for (const Place& place : kPlaces) paths.push_back(checked_path(place.path));
    return paths;
  }();
  return all;
}

void put_parameter(Draft& draft, std::string_view name, std::string_view value) {
  draft.put_label(YARAL_PATH("target.resource.attribute.labels"), name, value);
  for (std::size_t i = 0; i < std::size(kPlaces); ++i) {
    const udm::Path& path = places()[i];
    if (kPlaces[i].parameter == name && !draft.has(path)) draft.put_text(path, value);
  }
  if (std::ranges::find(kUsers, name) != std::end(kUsers)) put_target_user(draft, value);
}

// Several values of one parameter are several labels.
void put_parameters(Draft& draft) {
  constexpr std::string_view kPrefix = "events.parameters.";
  for (const Datum& datum : draft.data()) {
    if (!datum.name.starts_with(kPrefix)) continue;
    const std::string_view member = datum.name.substr(kPrefix.size());
    const bool is_value = member.ends_with("alue") && !member.contains("essage") && !member.contains('.');
    const std::string_view name = draft.find("events.parameters.name", datum.element);
    if (is_value && !name.empty()) put_parameter(draft, name, datum.value);
  }
}

void finish_activity(Draft& draft) {
  put_parameters(draft);
  // Logs of some applications have no object; even so something of the application was used.
  const udm::Path& name = YARAL_PATH("target.resource.name");
  if (!draft.has(name)) draft.put_text(name, draft.find("id.applicationName"));
  if (!draft.has(YARAL_PATH("principal.user.userid"))) {
    draft.put_text(YARAL_PATH("principal.user.userid"), draft.find("actor.key"));
  }
}

void finish_login(Draft& draft) {
  put_login_user(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "SSO");
  const std::string_view name = draft.find("events.name");
  const bool refused = name.contains("fail") || name.contains("blocked");
  draft.put_enum(YARAL_PATH("security_result.action"), refused ? "BLOCK" : "ALLOW");
}

// Names are those of one application; what it is about stands before: `admin.CREATE_USER`.
std::string_view kind_of(std::span<const Datum> data, Arena& arena) {
  const std::string_view application = find(data, "id.applicationName");
  const std::string_view name = find(data, "events.name");
  return name.empty() ? application : joined(joined(application, ".", arena), name, arena);
}

constexpr Mapping kMappings[] = {
    {"login.login_*", "USER_LOGIN", {kActivity, kParameters}, finish_login},
    {"login.suspicious_login*", "USER_LOGIN", {kActivity, kParameters}, finish_login, false, kSuspicious},
    {"login.risky_sensitive_action*", "USER_LOGIN", {kActivity, kParameters}, finish_login, false, kSuspicious},
    {"login.logout", "USER_LOGOUT", {kActivity, kParameters}, finish_login},
    {"login.password_edit", "USER_CHANGE_PASSWORD", {kActivity, kParameters}},
    {"login.2sv_*", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"login.account_disabled*", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}, nullptr, false, kSuspicious},
    {"login.*", "USER_UNCATEGORIZED", {kActivity, kParameters}},
    {"saml.login_*", "USER_LOGIN", {kActivity, kParameters}, finish_login},
    {"user_accounts.2sv_*", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"user_accounts.password_edit", "USER_CHANGE_PASSWORD", {kActivity, kParameters}},
    {"user_accounts.*", "USER_UNCATEGORIZED", {kActivity, kParameters}},
    {"admin.CREATE_USER", "USER_CREATION", {kActivity, kParameters}},
    {"admin.DELETE_USER", "USER_DELETION", {kActivity, kParameters}},
    {"admin.CHANGE_PASSWORD*", "USER_CHANGE_PASSWORD", {kActivity, kParameters}},
    {"admin.GRANT_*", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.REVOKE_*", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.ASSIGN_ROLE", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.UNASSIGN_ROLE", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.SUSPEND_USER", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.UNSUSPEND_USER", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.UNENROLL_USER_FROM_*", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.TURN_OFF_2_STEP_VERIFICATION", "USER_CHANGE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.CREATE_GROUP", "GROUP_CREATION", {kActivity, kParameters}},
    {"admin.DELETE_GROUP", "GROUP_DELETION", {kActivity, kParameters}},
    {"admin.ADD_GROUP_MEMBER", "GROUP_MODIFICATION", {kActivity, kParameters}},
    {"admin.REMOVE_GROUP_MEMBER", "GROUP_MODIFICATION", {kActivity, kParameters}},
    {"admin.CHANGE_GROUP_*", "GROUP_MODIFICATION", {kActivity, kParameters}},
    {"admin.AUTHORIZE_API_CLIENT_ACCESS", "USER_RESOURCE_UPDATE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.REMOVE_API_CLIENT_ACCESS", "USER_RESOURCE_UPDATE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.ADD_PRIVILEGE", "USER_RESOURCE_UPDATE_PERMISSIONS", {kActivity, kParameters}},
    {"admin.ADD_*", "USER_RESOURCE_CREATION", {kActivity, kParameters}},
    {"admin.CREATE_*", "USER_RESOURCE_CREATION", {kActivity, kParameters}},
    {"admin.DELETE_*", "USER_RESOURCE_DELETION", {kActivity, kParameters}},
    {"admin.REMOVE_*", "USER_RESOURCE_DELETION", {kActivity, kParameters}},
    {"admin.CHANGE_*", "SETTING_MODIFICATION", {kActivity, kParameters}, nullptr, false, kSetting},
    {"admin.TOGGLE_*", "SETTING_MODIFICATION", {kActivity, kParameters}, nullptr, false, kSetting},
    {"admin.ENFORCE_*", "SETTING_MODIFICATION", {kActivity, kParameters}, nullptr, false, kSetting},
    {"admin.UPDATE_*", "SETTING_MODIFICATION", {kActivity, kParameters}, nullptr, false, kSetting},
    {"admin.*", "USER_RESOURCE_ACCESS", {kActivity, kParameters}},
    {"drive.create", "USER_RESOURCE_CREATION", {kActivity, kParameters}},
    {"drive.upload", "USER_RESOURCE_CREATION", {kActivity, kParameters}},
    {"drive.copy", "USER_RESOURCE_CREATION", {kActivity, kParameters}},
    {"drive.delete", "USER_RESOURCE_DELETION", {kActivity, kParameters}},
    {"drive.trash", "USER_RESOURCE_DELETION", {kActivity, kParameters}},
    {"drive.edit", "USER_RESOURCE_UPDATE_CONTENT", {kActivity, kParameters}},
    {"drive.rename", "USER_RESOURCE_UPDATE_CONTENT", {kActivity, kParameters}},
    {"drive.move", "USER_RESOURCE_UPDATE_CONTENT", {kActivity, kParameters}},
    {"drive.change_*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kActivity, kParameters}},
    {"drive.shared_drive_*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kActivity, kParameters}},
    {"token.authorize", "USER_RESOURCE_UPDATE_PERMISSIONS", {kActivity, kParameters}},
    {"token.revoke", "USER_RESOURCE_UPDATE_PERMISSIONS", {kActivity, kParameters}},
    {"groups.create_group", "GROUP_CREATION", {kActivity, kParameters}},
    {"groups.delete_group", "GROUP_DELETION", {kActivity, kParameters}},
    {"groups.*", "GROUP_MODIFICATION", {kActivity, kParameters}},
    {"*", "USER_RESOURCE_ACCESS", {kActivity, kParameters}},
};

constexpr RowList kEvents[] = {{"events", "events", {}}};

constexpr Recognition kRecognitions[] = {
    {{{"kind", "admin#reports#activity"}}},
    {{{"id.applicationName", ""}, {"id.uniqueQualifier", ""}, {"events", ""}}},
};

}  // namespace

const LogType& workspace_activity_log_type() {
  static constexpr LogType kType{
      .name = "WORKSPACE_ACTIVITY",
      .title = "Google Workspace activities",
      .vendor = "Google Workspace",
      .product = "Google Workspace",
      .recognitions = kRecognitions,
      .rows = kEvents,
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_activity,
  };
  return kType;
}

}  // namespace yaral::ingest
