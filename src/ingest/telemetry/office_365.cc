#include <algorithm>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/identity.h"

// docs/telemetry/OFFICE_365.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kResults[] = {
    {"Succeeded", "ALLOW"}, {"Success", "ALLOW"}, {"True", "ALLOW"},  {"PartiallySucceeded", "ALLOW"},
    {"Failed", "BLOCK"},    {"Failure", "BLOCK"}, {"False", "BLOCK"},
};

constexpr Row kEvent[] = {
    {"CreationTime", "", kEventTime},
    {"Id", "metadata.product_log_id"},
    {"Operation", "metadata.product_event_type"},
    {"Workload", "target.application"},
    {"RecordType", "security_result.detection_fields[\"RecordType\"]", kText, true},
    {"ResultStatus", "security_result.action_details"},
    {"LogonError", "security_result.summary"},
    {"ErrorNumber", "security_result.detection_fields[\"ErrorNumber\"]", kText, true},
    {"OrganizationName", "target.administrative_domain"},
};

constexpr Row kUser[] = {
    {"UserId", "principal.user", kMailUser},
    {"UserKey", "principal.user.product_object_id"},
    {"ClientIP", "", kCode},
    {"ClientIPAddress", "", kCode},
    {"ActorIpAddress", "", kCode},
    {"UserAgent", "network.http.user_agent"},
    {"ClientInfoString", "network.http.user_agent", kText, true},
    {"ApplicationDisplayName", "principal.application"},
    {"ClientProcessName", "principal.application"},
    {"SessionId", "network.session_id"},
    {"AppAccessContext.AADSessionId", "network.session_id"},
    {"DeviceProperties.Name", "", kCode},
    {"DeviceProperties.Value", "", kCode},
    {"ExtendedProperties.Name", "", kCode},
    {"ExtendedProperties.Value", "", kCode},
};

constexpr Row kObject[] = {
    {"ObjectId", "", kCode, true},
    {"SourceFileName", "target.file.names"},
    {"SiteUrl", "target.resource.attribute.labels[\"SiteUrl\"]"},
    {"TargetUserOrGroupName", "target.user", kMailUser, true},
    {"MailboxOwnerUPN", "target.user", kMailUser},
    {"MailboxOwnerSid", "target.user.windows_sid", kSid},
    {"MailboxGuid", "target.resource.product_object_id"},
    {"Item.Subject", "network.email.subject"},
    {"AffectedItems.Subject", "network.email.subject"},
    {"TeamName", "target.group.group_display_name"},
    {"TeamGuid", "target.group.product_object_id"},
    {"Members.UPN", "target.user", kMailUser},
    {"Parameters.Name", "", kCode},
    {"Parameters.Value", "", kCode},
    {"OperationProperties.Name", "", kCode},
    {"OperationProperties.Value", "", kCode},
    {"ModifiedProperties.Name", "", kCode},
    {"ModifiedProperties.NewValue", "", kCode},
    {"ModifiedProperties.OldValue", "", kCode},
    {"Target.ID", "", kCode},
    {"Target.Type", "", kCode},
};

constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};
constexpr Constant kMailbox[] = {{"target.resource.resource_subtype", "mailbox"}};
constexpr Constant kMalware[] = {{"security_result.category", "SOFTWARE_MALICIOUS"}};

// Exchange writes `192.0.2.1:443` and `[2001:db8::1]:443`.
std::string_view without_port(std::string_view address) {
  if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
  const auto colon = address.find(':');
  return address.contains('.') && colon == address.rfind(':') ? address.substr(0, colon) : address;
}

void put_origin(Draft& draft) {
  for (const char* name : {"ClientIP", "ClientIPAddress", "ActorIpAddress"}) {
    const std::string_view ip = to_ip(without_port(draft.find(name)));
    if (!ip.empty() && !draft.has(YARAL_PATH("principal.ip"))) draft.put_text(YARAL_PATH("principal.ip"), ip);
  }
}

// Calls `take(name, value)` for each pair of a list.
template <typename Take>
void each_pair(const Draft& draft, std::string_view list, std::string_view name, std::string_view value, Take take) {
  for (std::uint32_t i = 0; i < draft.elements(list); ++i) {
    if (const std::string_view key = draft.find(name, i); !key.empty()) take(key, draft.find(value, i), i);
  }
}

void put_device(Draft& draft) {
  each_pair(draft, "DeviceProperties", "DeviceProperties.Name", "DeviceProperties.Value",
            [&](std::string_view name, std::string_view value, std::uint32_t) {
              if (name == "OS") put_platform(draft, value);
              if (name == "DisplayName") draft.put_text(YARAL_PATH("principal.hostname"), value);
              if (name == "Id") draft.put_text(YARAL_PATH("principal.asset.product_object_id"), value);
              if (name == "SessionId") draft.put_text(YARAL_PATH("network.session_id"), value);
              draft.put_label(YARAL_PATH("principal.asset.attribute.labels"), name, value);
            });
}

void put_properties(Draft& draft) {
  const udm::Path& labels = YARAL_PATH("target.resource.attribute.labels");
  const auto put_label = [&](std::string_view name, std::string_view value, std::uint32_t) {
    draft.put_label(labels, name, value);
  };
  each_pair(draft, "Parameters", "Parameters.Name", "Parameters.Value", put_label);
  each_pair(draft, "OperationProperties", "OperationProperties.Name", "OperationProperties.Value", put_label);
  each_pair(draft, "ModifiedProperties", "ModifiedProperties.Name", "ModifiedProperties.NewValue",
            [&](std::string_view name, std::string_view value, std::uint32_t i) {
              const std::string_view after = unquoted(value);
              const std::string_view before = unquoted(draft.find("ModifiedProperties.OldValue", i));
              draft.put_label(labels, name, after);
              draft.put_label(labels, joined("old ", name, draft.arena()), before);
              if (name != "Role.DisplayName") return;
              draft.put_text(YARAL_PATH("target.user.attribute.roles.name"), after.empty() ? before : after);
            });
  each_pair(draft, "ExtendedProperties", "ExtendedProperties.Name", "ExtendedProperties.Value",
            [&](std::string_view name, std::string_view value, std::uint32_t) {
              if (name == "UserAgent") draft.put_text(YARAL_PATH("network.http.user_agent"), value);
              draft.put_label(YARAL_PATH("security_result.detection_fields"), name, value);
            });
}

// Of what a directory operation is about, type 5 is a user's name and type 1 what people call it.
void put_directory_target(Draft& draft) {
  for (std::uint32_t i = 0; i < draft.elements("Target"); ++i) {
    const std::string_view type = draft.find("Target.Type", i);
    const std::string_view id = draft.find("Target.ID", i);
    if (type == "5") put_target_user(draft, id);
    if (type == "1") draft.put_text(YARAL_PATH("target.resource.name"), id);
  }
}

void put_object(Draft& draft) {
  const std::string_view object = draft.find("ObjectId");
  const udm::Path& name = YARAL_PATH("target.resource.name");
  if (object.starts_with("https://")) draft.put_text(YARAL_PATH("target.url"), object);
  if (!draft.has(name)) draft.put_text(name, object);
  if (!draft.has(name)) draft.put_text(name, draft.find("MailboxOwnerUPN"));
}

void put_outcome(Draft& draft) {
  const udm::Path& action = YARAL_PATH("security_result.action");
  const auto is_told = [&](const Code& code) { return equal_nocase(draft.find("ResultStatus"), code.from); };
  const auto code = std::ranges::find_if(kResults, is_told);
  if (code != std::end(kResults) && !draft.has(action)) draft.put_enum(action, code->to);
}

void finish_event(Draft& draft) {
  put_outcome(draft);
  put_origin(draft);
  put_device(draft);
  put_properties(draft);
  put_directory_target(draft);
  put_object(draft);
}

void finish_file(Draft& draft) { draft.put_text(YARAL_PATH("target.file.full_path"), draft.find("ObjectId")); }

void finish_moved_file(Draft& draft) {
  finish_file(draft);
  draft.put_text(YARAL_PATH("src.file.full_path"), draft.find("ObjectId"));
  const std::string_view site = draft.find("SiteUrl");
  const std::string_view folder = draft.find("DestinationRelativeUrl");
  const std::string_view file = draft.find("DestinationFileName");
  if (file.empty()) return;
  Arena& arena = draft.arena();
  const std::string_view separator = site.ends_with('/') ? "" : "/";
  const std::string_view parent = joined(joined(site, separator, arena), joined(folder, "/", arena), arena);
  draft.put_text(YARAL_PATH("target.file.full_path"), joined(parent, file, arena));
}

// What a user signs in to is an application, which stands as the object.
void finish_login(Draft& draft) {
  put_login_user(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "SSO");
}

// The result is often that of the request, which was processed well.
void finish_failed_login(Draft& draft) {
  finish_login(draft);
  draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK");
}

void finish_mail(Draft& draft) {
  const std::string_view owner = draft.find("MailboxOwnerUPN");
  draft.put_text(YARAL_PATH("network.email.from"), owner.empty() ? draft.find("UserId") : owner);
  draft.put_text(YARAL_PATH("network.email.mail_id"), draft.find("Item.InternetMessageId"));
}

constexpr Mapping kMappings[] = {
    {"UserLoggedIn", "USER_LOGIN", {kEvent, kUser, kObject}, finish_login},
    {"UserLoginFailed", "USER_LOGIN", {kEvent, kUser, kObject}, finish_failed_login},
    {"TeamsSessionStarted", "USER_LOGIN", {kEvent, kUser, kObject}, finish_login},
    {"MailboxLogin", "USER_LOGIN", {kEvent, kUser, kObject}, finish_login},
    {"UserLoggedOff", "USER_LOGOUT", {kEvent, kUser, kObject}, finish_login},
    {"FileAccessed*", "FILE_READ", {kEvent, kUser, kObject}, finish_file},
    {"FilePreviewed", "FILE_READ", {kEvent, kUser, kObject}, finish_file},
    {"FileDownloaded", "FILE_READ", {kEvent, kUser, kObject}, finish_file},
    {"FileSync*", "FILE_SYNC", {kEvent, kUser, kObject}, finish_file},
    {"FileUploaded*", "FILE_CREATION", {kEvent, kUser, kObject}, finish_file},
    {"FileRestored", "FILE_CREATION", {kEvent, kUser, kObject}, finish_file},
    {"FileModified*", "FILE_MODIFICATION", {kEvent, kUser, kObject}, finish_file},
    {"FileDeleted*", "FILE_DELETION", {kEvent, kUser, kObject}, finish_file},
    {"FileRecycled", "FILE_DELETION", {kEvent, kUser, kObject}, finish_file},
    {"FileRenamed", "FILE_MOVE", {kEvent, kUser, kObject}, finish_moved_file},
    {"FileMoved", "FILE_MOVE", {kEvent, kUser, kObject}, finish_moved_file},
    {"FileCopied", "FILE_COPY", {kEvent, kUser, kObject}, finish_moved_file},
    {"FileMalwareDetected", "SCAN_FILE", {kEvent, kUser, kObject}, finish_file, false, kMalware},
    {"File*", "FILE_UNCATEGORIZED", {kEvent, kUser, kObject}, finish_file},
    {"Sharing*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"AnonymousLinkUsed", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject}},
    {"AnonymousLink*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"CompanyLink*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"SecureLink*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"AddedTo*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"SiteCollectionAdmin*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"MailItemsAccessed", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject}, nullptr, false, kMailbox},
    {"SearchQueryInitiated*", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject}, nullptr, false, kMailbox},
    {"HardDelete", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject}, nullptr, false, kMailbox},
    {"SoftDelete", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject}, nullptr, false, kMailbox},
    {"MoveToDeletedItems", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject}, nullptr, false, kMailbox},
    {"UpdateInboxRules", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kUser, kObject}, nullptr, false, kMailbox},
    {"Send*", "EMAIL_UNCATEGORIZED", {kEvent, kUser, kObject}, finish_mail},
    {"Set-AdminAuditLogConfig", "SETTING_MODIFICATION", {kEvent, kUser, kObject}, nullptr, false, kSetting},
    {"Set-OrganizationConfig", "SETTING_MODIFICATION", {kEvent, kUser, kObject}, nullptr, false, kSetting},
    {"Set-TransportConfig", "SETTING_MODIFICATION", {kEvent, kUser, kObject}, nullptr, false, kSetting},
    {"Set-MailboxAuditBypassAssociation", "SETTING_MODIFICATION", {kEvent, kUser, kObject}, nullptr, false, kSetting},
    {"Add-*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Remove-MailboxPermission", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"New-*", "USER_RESOURCE_CREATION", {kEvent, kUser, kObject}},
    {"Set-*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kUser, kObject}},
    {"Enable-*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kUser, kObject}},
    {"Disable-*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kUser, kObject}},
    {"Update-*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kUser, kObject}},
    {"Remove-*", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject}},
    {"Add user.", "USER_CREATION", {kEvent, kUser, kObject}},
    {"Delete user.", "USER_DELETION", {kEvent, kUser, kObject}},
    {"Change user password.", "USER_CHANGE_PASSWORD", {kEvent, kUser, kObject}},
    {"Reset user password.", "USER_CHANGE_PASSWORD", {kEvent, kUser, kObject}},
    {"Disable account.", "USER_CHANGE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Enable account.", "USER_CHANGE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Add member to role*", "USER_CHANGE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Remove member from role*", "USER_CHANGE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Add group.", "GROUP_CREATION", {kEvent, kUser, kObject}},
    {"Delete group.", "GROUP_DELETION", {kEvent, kUser, kObject}},
    {"Update group.", "GROUP_MODIFICATION", {kEvent, kUser, kObject}},
    {"Add member to group.", "GROUP_MODIFICATION", {kEvent, kUser, kObject}},
    {"Remove member from group.", "GROUP_MODIFICATION", {kEvent, kUser, kObject}},
    {"Consent to application.", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Add app role assignment*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Add delegated permission grant.", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Add owner to *", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject}},
    {"Add *", "USER_RESOURCE_CREATION", {kEvent, kUser, kObject}},
    {"Delete *", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject}},
    {"Remove *", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject}},
    {"Update user.", "USER_UNCATEGORIZED", {kEvent, kUser, kObject}},
    {"Update *", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kUser, kObject}},
    {"Set *", "SETTING_MODIFICATION", {kEvent, kUser, kObject}, nullptr, false, kSetting},
    {"TeamCreated", "GROUP_CREATION", {kEvent, kUser, kObject}},
    {"TeamDeleted", "GROUP_DELETION", {kEvent, kUser, kObject}},
    {"Member*", "GROUP_MODIFICATION", {kEvent, kUser, kObject}},
    {"*", "USER_UNCATEGORIZED", {kEvent, kUser, kObject}},
};

constexpr Recognition kRecognitions[] = {
    {{{"Workload", ""}, {"Operation", ""}, {"CreationTime", ""}}},
    {{{"RecordType", ""}, {"Operation", ""}, {"CreationTime", ""}, {"UserKey", ""}}},
};

}  // namespace

const LogType& office_365_log_type() {
  static constexpr LogType kType{
      .name = "OFFICE_365",
      .title = "Microsoft 365 unified audit log",
      .vendor = "Microsoft",
      .product = "Office 365",
      .recognitions = kRecognitions,
      .kind_field = "Operation",
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
