#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/github_audit.h"

// docs/telemetry/GITHUB.md
namespace yaral::ingest {

void put_github_request_body(Draft& draft) {
  constexpr std::string_view kBody = "request_body.";
  for (const Datum& datum : draft.data()) {
    if (!datum.name.starts_with(kBody) || datum.name == "request_body.description") continue;
    const std::string_view member = datum.name.substr(kBody.size());
    if (member.contains('.')) continue;
    draft.put_label(YARAL_PATH("target.resource.attribute.labels"),
                    draft.arena().copy(std::string("request_body_").append(member)), datum.value);
  }
}

namespace {

using enum Convert;

constexpr Code kVisibility[] = {
    {"false", "PRIVATE"}, {"true", "PUBLIC"}, {"private", "PRIVATE"}, {"public", "PUBLIC"}, {"internal", "INTERNAL"}};

// Who acts and on whom.
constexpr Row kPeople[] = {
    {"_document_id", "metadata.product_log_id"},
    {"actor", "principal.user", kMailUser},
    {"actor_id", "principal.user.product_object_id"},
    {"hashed_token", "network.session_id", kText, true},
    {"user", "target.user", kMailUser},
    {"user_id", "target.user.product_object_id"},
    {"permission", "target.user.attribute.roles.name", kText, true},
    {"team", "target.group.group_display_name", kText, true},
    {"org", "target.administrative_domain"},
};

constexpr Row kThings[] = {
    {"public_repo", "target.location.name", kText, true, kVisibility},
    {"repository_public", "target.location.name", kText, true, kVisibility},
    {"visibility", "target.location.name", kText, true, kVisibility},
    {"config.url", "target.url", kText, true},
    {"oauth_application_name", "target.application", kText, true},
    {"name", "target.resource.attribute.labels[\"name\"]", kText, true},
    {"branch", "target.resource.attribute.labels[\"branch\"]", kText, true},
    {"head_branch", "target.resource.attribute.labels[\"head_branch\"]", kText, true},
    {"explanation", "security_result.summary", kText, true},
};

constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};

// What the last part of an action begins with, where the table names no type for the action.
constexpr Code kVerbs[] = {
    {"add", "USER_RESOURCE_CREATION"},
    {"create", "USER_RESOURCE_CREATION"},
    {"register", "USER_RESOURCE_CREATION"},
    {"delete", "USER_RESOURCE_DELETION"},
    {"destroy", "USER_RESOURCE_DELETION"},
    {"remove", "USER_RESOURCE_DELETION"},
    {"grant", "USER_RESOURCE_UPDATE_PERMISSIONS"},
    {"revoke", "USER_RESOURCE_UPDATE_PERMISSIONS"},
    {"archived", "USER_RESOURCE_UPDATE_CONTENT"},
    {"change", "USER_RESOURCE_UPDATE_CONTENT"},
    {"config", "USER_RESOURCE_UPDATE_CONTENT"},
    {"disable", "USER_RESOURCE_UPDATE_CONTENT"},
    {"enable", "USER_RESOURCE_UPDATE_CONTENT"},
    {"rename", "USER_RESOURCE_UPDATE_CONTENT"},
    {"set", "USER_RESOURCE_UPDATE_CONTENT"},
    {"transfer", "USER_RESOURCE_UPDATE_CONTENT"},
    {"unarchived", "USER_RESOURCE_UPDATE_CONTENT"},
    {"update", "USER_RESOURCE_UPDATE_CONTENT"},
};

void finish_by_verb(Draft& draft) {
  const std::string_view action = draft.find("action");
  const std::string_view verb = action.substr(action.rfind('.') + 1);
  const auto code = std::ranges::find_if(kVerbs, [&](const Code& c) { return verb.starts_with(c.from); });
  if (code != std::end(kVerbs)) draft.set_type(code->to);
}

// What the record is about, where it is no repository.
void put_resource(Draft& draft) {
  const udm::Path& name = YARAL_PATH("target.resource.name");
  const udm::Path& type = YARAL_PATH("target.resource.resource_type");
  for (const char* source : {"repository", "org", "business"}) {
    if (!draft.has(name)) draft.put_text(name, draft.find(source));
  }
  const bool is_repository = !draft.find("repo").empty() || !draft.find("repository").empty();
  if (!draft.has(type)) draft.put_enum(type, is_repository ? "REPOSITORY" : "CLOUD_ORGANIZATION");
}

void finish_record(Draft& draft) {
  put_resource(draft);
  put_github_request_body(draft);
  if (!draft.time().is_zero()) return;
  if (const auto created = parse_log_time(draft.find("created_at"))) draft.set_time(*created);
}

void put_login(Draft& draft, std::string_view action) {
  draft.put_enum(YARAL_PATH("security_result.action"), action);
  const udm::Path& user = YARAL_PATH("target.user.userid");
  if (!draft.has(user)) draft.put_text(user, draft.find("actor"));
}

void finish_login(Draft& draft) {
  put_login(draft, "ALLOW");
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
}

void finish_sso(Draft& draft) {
  put_login(draft, "ALLOW");
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "SSO");
}

void finish_failed_login(Draft& draft) {
  put_login(draft, "BLOCK");
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
}

constexpr Mapping kMappings[] = {
    {"user.login", "USER_LOGIN", {kGithubAudit, kPeople, kThings}, finish_login},
    {"org.sso_response", "USER_LOGIN", {kGithubAudit, kPeople, kThings}, finish_sso},
    {"business.sso_response", "USER_LOGIN", {kGithubAudit, kPeople, kThings}, finish_sso},
    {"user.failed_login", "USER_LOGIN", {kGithubAudit, kPeople, kThings}, finish_failed_login},
    {"user.two_factor_challenge_failure", "USER_LOGIN", {kGithubAudit, kPeople, kThings}, finish_failed_login},
    {"user.logout", "USER_LOGOUT", {kGithubAudit, kPeople, kThings}, finish_login},
    {"user.create", "USER_CREATION", {kGithubAudit, kPeople, kThings}},
    {"user.delete", "USER_DELETION", {kGithubAudit, kPeople, kThings}},
    {"user.destroy", "USER_DELETION", {kGithubAudit, kPeople, kThings}},
    {"user.change_password", "USER_CHANGE_PASSWORD", {kGithubAudit, kPeople, kThings}},
    {"user.reset_password", "USER_CHANGE_PASSWORD", {kGithubAudit, kPeople, kThings}},
    {"org.add_member", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"org.remove_member", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"org.update_member", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"org.invite_member", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"org.add_outside_collaborator", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"org.remove_outside_collaborator", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"business.add_admin", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"business.invite_admin", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"business.remove_admin", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"repo.add_member", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"repo.remove_member", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"repo.update_member", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"user.promote", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"user.demote", "USER_CHANGE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"team.create", "GROUP_CREATION", {kGithubAudit, kPeople, kThings}},
    {"team.destroy", "GROUP_DELETION", {kGithubAudit, kPeople, kThings}},
    {"team.*", "GROUP_MODIFICATION", {kGithubAudit, kPeople, kThings}},
    {"repo.access", "USER_RESOURCE_UPDATE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"repo.add_team", "USER_RESOURCE_UPDATE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"repo.update_team", "USER_RESOURCE_UPDATE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"org.update_default_repository_permission", "USER_RESOURCE_UPDATE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"org_credential_authorization.*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"personal_access_token.*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"integration_installation.repositories_added",
     "USER_RESOURCE_UPDATE_PERMISSIONS",
     {kGithubAudit, kPeople, kThings}},
    {"integration_installation.repositories_removed",
     "USER_RESOURCE_UPDATE_PERMISSIONS",
     {kGithubAudit, kPeople, kThings}},
    {"org.oauth_app_access_approved", "USER_RESOURCE_UPDATE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"org.oauth_app_access_denied", "USER_RESOURCE_UPDATE_PERMISSIONS", {kGithubAudit, kPeople, kThings}},
    {"protected_branch.*", "SETTING_MODIFICATION", {kGithubAudit, kPeople, kThings}, nullptr, false, kSetting},
    {"repository_ruleset.*", "SETTING_MODIFICATION", {kGithubAudit, kPeople, kThings}, nullptr, false, kSetting},
    {"ip_allow_list.*", "SETTING_MODIFICATION", {kGithubAudit, kPeople, kThings}, nullptr, false, kSetting},
    {"ip_allow_list_entry.*", "SETTING_MODIFICATION", {kGithubAudit, kPeople, kThings}, nullptr, false, kSetting},
    {"audit_log_streaming.*", "SETTING_MODIFICATION", {kGithubAudit, kPeople, kThings}, nullptr, false, kSetting},
    {"org.enable_saml", "SETTING_MODIFICATION", {kGithubAudit, kPeople, kThings}, nullptr, false, kSetting},
    {"org.disable_saml", "SETTING_MODIFICATION", {kGithubAudit, kPeople, kThings}, nullptr, false, kSetting},
    {"org.enable_two_factor_requirement",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"org.disable_two_factor_requirement",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"org.enable_oauth_app_restrictions",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"org.disable_oauth_app_restrictions",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"org.set_actions_fork_pr_approvals_policy",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"business.enable_two_factor_requirement",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"business.disable_two_factor_requirement",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"secret_scanning.*", "SETTING_MODIFICATION", {kGithubAudit, kPeople, kThings}, nullptr, false, kSetting},
    {"repository_secret_scanning.*",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"repository_secret_scanning_push_protection.*",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"repository_vulnerability_alerts.*",
     "SETTING_MODIFICATION",
     {kGithubAudit, kPeople, kThings},
     nullptr,
     false,
     kSetting},
    {"git.push", "USER_RESOURCE_UPDATE_CONTENT", {kGithubAudit, kPeople, kThings}},
    {"workflows.disable_workflow", "USER_RESOURCE_UPDATE_CONTENT", {kGithubAudit, kPeople, kThings}},
    {"workflows.enable_workflow", "USER_RESOURCE_UPDATE_CONTENT", {kGithubAudit, kPeople, kThings}},
    {"repo.rename", "USER_RESOURCE_UPDATE_CONTENT", {kGithubAudit, kPeople, kThings}},
    {"api.request", "USER_RESOURCE_ACCESS", {kGithubAudit, kPeople, kThings}},
    {"git.*", "USER_RESOURCE_ACCESS", {kGithubAudit, kPeople, kThings}},
    {"repo.download_zip", "USER_RESOURCE_ACCESS", {kGithubAudit, kPeople, kThings}},
    {"workflows.created_workflow_run", "USER_RESOURCE_CREATION", {kGithubAudit, kPeople, kThings}},
    {"workflows.delete_workflow_run", "USER_RESOURCE_DELETION", {kGithubAudit, kPeople, kThings}},
    {"workflows.*", "USER_RESOURCE_ACCESS", {kGithubAudit, kPeople, kThings}},
    {"*", "USER_RESOURCE_ACCESS", {kGithubAudit, kPeople, kThings}, finish_by_verb},
};

constexpr Recognition kRecognitions[] = {
    {{{"_document_id", ""}, {"action", ""}, {"@timestamp", ""}}},
    {{{"actor_location.country_code", ""}, {"action", ""}, {"actor", ""}}},
    {{{"actor_id", ""}, {"action", ""}, {"actor", ""}, {"created_at", ""}}},
};

}  // namespace

const LogType& github_log_type() {
  static constexpr LogType kType{
      .name = "GITHUB",
      .title = "GitHub audit log",
      .vendor = "GITHUB",
      .product = "GITHUB",
      .recognitions = kRecognitions,
      .kind_field = "action",
      .mappings = kMappings,
      .finish = finish_record,
  };
  return kType;
}

}  // namespace yaral::ingest
