#include <algorithm>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/identity.h"

// docs/telemetry/OKTA.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kSeverities[] = {
    {"DEBUG", "INFORMATIONAL"}, {"INFO", "INFORMATIONAL"}, {"WARN", "MEDIUM"}, {"ERROR", "ERROR"}};

constexpr Code kResults[] = {
    {"SUCCESS", "ALLOW"}, {"FAILURE", "BLOCK"}, {"DENY", "BLOCK"}, {"RATE_LIMIT", "BLOCK"}, {"ABANDONED", "FAIL"}};

constexpr Code kCredentials[] = {
    {"PASSWORD", "USERNAME_PASSWORD"},
    {"OTP", "OTP"},
    {"SMS", "OTP"},
    {"EMAIL", "OTP"},
    {"CERTIFICATE", "HARDWARE_KEY"},
    {"PRE_SHARED_KEY", "MECHANISM_OTHER"},
    {"ASSERTION", "MECHANISM_OTHER"},
    {"IWA", "NETWORK"},
    {"OAuth2", "MECHANISM_OTHER"},
};

constexpr Row kEvent[] = {
    {"published", "", kEventTime},
    {"uuid", "metadata.product_log_id"},
    {"eventType", "metadata.product_event_type"},
    {"version", "metadata.product_version"},
    {"displayMessage", "security_result.summary"},
    {"severity", "security_result.severity", kText, false, kSeverities},
    {"legacyEventType", "security_result.detection_fields[\"legacyEventType\"]"},
    {"outcome.result", "security_result.action_details"},
    {"outcome.result", "security_result.action", kText, false, kResults},
    {"outcome.reason", "security_result.category_details"},
    {"transaction.id", "network.session_id"},
    {"transaction.detail.requestApiTokenId", "principal.user.attribute.labels[\"requestApiTokenId\"]", kText, true},
};

constexpr Row kActor[] = {
    {"actor.id", "principal.user.product_object_id"},
    {"actor.type", "principal.user.attribute.roles.name"},
    {"actor.alternateId", "principal.user", kMailUser},
    {"actor.displayName", "principal.user.user_display_name"},
    {"client.ipAddress", "principal.ip", kIp},
    {"client.userAgent.rawUserAgent", "network.http.user_agent"},
    {"client.userAgent.os", "", kCode, true},
    {"client.device", "principal.asset.category"},
    {"client.geographicalContext.city", "principal.location.city"},
    {"client.geographicalContext.state", "principal.location.state"},
    {"client.geographicalContext.country", "principal.location.country_or_region"},
    {"client.geographicalContext.geolocation.lat", "principal.location.region_latitude"},
    {"client.geographicalContext.geolocation.lon", "principal.location.region_longitude"},
    {"device.id", "principal.asset.product_object_id"},
    {"device.name", "principal.hostname"},
    {"device.managed", "principal.asset.attribute.labels[\"managed\"]"},
    {"device.registered", "principal.asset.attribute.labels[\"registered\"]"},
    {"request.ipChain.ip", "", kCode},
};

constexpr Row kAuthentication[] = {
    {"authenticationContext.externalSessionId", "network.parent_session_id"},
    {"authenticationContext.authenticationProvider", "extensions.auth.auth_details"},
    {"authenticationContext.credentialType", "extensions.auth.mechanism", kText, true, kCredentials},
    {"securityContext.asNumber", "network.asn"},
    {"securityContext.asOrg", "network.organization_name"},
    {"securityContext.isp", "network.carrier_name"},
    {"securityContext.domain", "network.dns_domain"},
    {"securityContext.isProxy", "security_result.detection_fields[\"isProxy\"]"},
    {"debugContext.debugData.requestUri", "target.url", kText, true},
    {"debugContext.debugData.url", "target.url", kText, true},
    {"debugContext.debugData.behaviors", "security_result.description"},
    {"debugContext.debugData.dtHash", "security_result.detection_fields[\"dtHash\"]"},
    {"debugContext.debugData.deviceFingerprint", "security_result.detection_fields[\"deviceFingerprint\"]"},
    {"debugContext.debugData.factor", "security_result.detection_fields[\"factor\"]"},
    {"debugContext.debugData.risk", "", kCode, true},
    {"debugContext.debugData.threatSuspected", "security_result.detection_fields[\"threatSuspected\"]"},
    {"debugContext.debugData.threatDetections", "security_result.detection_fields[\"threatDetections\"]"},
    {"debugContext.debugData.privilegeGranted", "target.user.attribute.roles.name", kText, true},
    {"debugContext.debugData.logOnlySecurityData", "", kJson},
    {"debugContext.debugData.logOnlySecurityData.risk.level", "security_result.detection_fields[\"risk level\"]"},
};

constexpr Row kTargets[] = {
    {"target.id", "", kCode},
    {"target.type", "", kCode},
    {"target.alternateId", "", kCode},
    {"target.displayName", "", kCode},
};

constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};
constexpr Constant kCredential[] = {{"target.resource.resource_type", "CREDENTIAL"}};
constexpr Constant kThreat[] = {{"security_result.category", "NETWORK_SUSPICIOUS"}};

// The value in `{New Device=POSITIVE, New IP=NEGATIVE}`, as Java writes maps: up to the next comma, even when the value goes
// on behind it.
std::string_view member_of(std::string_view map, std::string_view name) {
  for (std::size_t at = map.find(name); at != std::string_view::npos; at = map.find(name, at + 1)) {
    const std::string_view rest = map.substr(at + name.size());
    const bool begins = at > 0 && (map[at - 1] == '{' || map[at - 1] == ' ' || map[at - 1] == ',');
    if (begins && rest.starts_with('=')) return trim(rest.substr(1, rest.find_first_of(",}", 1) - 1));
  }
  return {};
}

// Each behaviour that was looked at is a detection field of its own, wherever the event tells it.
void put_behaviors(Draft& draft) {
  constexpr std::string_view kLogOnly = "debugContext.debugData.logOnlySecurityData.behaviors.";
  const udm::Path& fields = YARAL_PATH("security_result.detection_fields");
  const std::string_view told = draft.find("debugContext.debugData.behaviors");
  constexpr std::string_view kBehaviors[] = {"New Geo-Location", "New Device", "New IP",  "New State",
                                             "New Country",      "New City",   "Velocity"};
  for (const std::string_view name : kBehaviors) draft.put_label(fields, name, member_of(told, name));
  if (told.empty()) {
    for (const Datum& datum : draft.data()) {
      if (datum.name.starts_with(kLogOnly)) draft.put_label(fields, datum.name.substr(kLogOnly.size()), datum.value);
    }
  }
  const std::string_view level = member_of(draft.find("debugContext.debugData.risk"), "level");
  if (draft.find("debugContext.debugData.logOnlySecurityData.risk.level").empty()) {
    draft.put_label(fields, "risk level", level);
  }
}

struct Target {
  std::string_view type, id, name, display;
};

Target target_at(const Draft& draft, std::uint32_t i) {
  return {draft.find("target.type", i), draft.find("target.id", i), draft.find("target.alternateId", i),
          draft.find("target.displayName", i)};
}

void put_user(Draft& draft, const Target& target) {
  if (!draft.has(YARAL_PATH("target.user.userid"))) {
    put_target_user(draft, target.name);
    draft.put_text(YARAL_PATH("target.user.product_object_id"), target.id);
    draft.put_text(YARAL_PATH("target.user.user_display_name"), target.display);
    return;
  }
  udm::Message& about = draft.append(YARAL_PATH("about"));
  udm::Message& user = about.child(*udm::find_field(about.type(), "user"), draft.arena());
  draft.put_text(user, "userid", target.name);
  draft.put_text(user, "product_object_id", target.id);
  draft.put_text(user, "user_display_name", target.display);
}

void put_resource(Draft& draft, const Target& target) {
  if (!draft.has(YARAL_PATH("target.resource.name"))) {
    draft.put_text(YARAL_PATH("target.resource.name"), target.display.empty() ? target.name : target.display);
    draft.put_text(YARAL_PATH("target.resource.product_object_id"), target.id);
    draft.put_text(YARAL_PATH("target.resource.resource_subtype"), target.type);
    return;
  }
  udm::Message& about = draft.append(YARAL_PATH("about"));
  udm::Message& resource = about.child(*udm::find_field(about.type(), "resource"), draft.arena());
  draft.put_text(resource, "name", target.display.empty() ? target.name : target.display);
  draft.put_text(resource, "product_object_id", target.id);
  draft.put_text(resource, "resource_subtype", target.type);
}

// Users and groups have nouns of their own, applications a field; what else there is are resources. An account in an
// application is a user only where the event names none.
void put_targets(Draft& draft) {
  const std::uint32_t count = draft.elements("target");
  Target application;
  Target account;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Target target = target_at(draft, i);
    if (target.type == "User") {
      put_user(draft, target);
    } else if (target.type == "UserGroup" && !draft.has(YARAL_PATH("target.group"))) {
      draft.put_text(YARAL_PATH("target.group.group_display_name"), target.display);
      draft.put_text(YARAL_PATH("target.group.product_object_id"), target.id);
    } else if (target.type == "AppInstance" && application.type.empty()) {
      application = target;
    } else if (target.type == "AppUser") {
      account = target;
    } else {
      put_resource(draft, target);
    }
  }
  draft.put_text(YARAL_PATH("target.application"), application.display);
  if (!application.type.empty()) put_resource(draft, application);
  if (!account.type.empty() && !draft.has(YARAL_PATH("target.user.userid"))) put_user(draft, account);
}

// The client stands in the chain, too; the others forwarded the request.
void put_proxies(Draft& draft) {
  const std::string_view client = to_ip(draft.find("client.ipAddress"));
  for (const Datum& datum : draft.data()) {
    if (datum.name != "request.ipChain.ip") continue;
    const std::string_view ip = to_ip(datum.value);
    if (!ip.empty() && ip != client) draft.put_text(draft.append(YARAL_PATH("intermediary")), "ip", ip);
  }
}

void finish_event(Draft& draft) {
  put_targets(draft);
  put_behaviors(draft);
  put_proxies(draft);
  put_platform(draft, draft.find("client.userAgent.os"));
}

void finish_login(Draft& draft) {
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "SSO");
  // What a user signs in to is a target; the user may be missing there.
  for (std::uint32_t i = 0; i < draft.elements("target"); ++i) {
    if (draft.find("target.type", i) == "User") return;
  }
  put_login_user(draft);
}

constexpr Mapping kMappings[] = {
    {"user.session.start", "USER_LOGIN", {kEvent, kActor, kAuthentication, kTargets}, finish_login},
    {"user.authentication.*", "USER_LOGIN", {kEvent, kActor, kAuthentication, kTargets}, finish_login},
    {"user.authentication.universal_logout", "USER_LOGOUT", {kEvent, kActor, kAuthentication, kTargets}, finish_login},
    {"user.session.end", "USER_LOGOUT", {kEvent, kActor, kAuthentication, kTargets}, finish_login},
    {"user.session.clear", "USER_LOGOUT", {kEvent, kActor, kAuthentication, kTargets}, finish_login},
    {"user.session.expire", "USER_LOGOUT", {kEvent, kActor, kAuthentication, kTargets}, finish_login},
    {"user.session.access_admin_app", "USER_RESOURCE_ACCESS", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.lifecycle.create", "USER_CREATION", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.lifecycle.delete*", "USER_DELETION", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.lifecycle.*", "USER_CHANGE_PERMISSIONS", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.account.update_password", "USER_CHANGE_PASSWORD", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.account.reset_password", "USER_CHANGE_PASSWORD", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.account.expire_password", "USER_CHANGE_PASSWORD", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.account.lock*", "USER_CHANGE_PERMISSIONS", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.account.unlock*", "USER_CHANGE_PERMISSIONS", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.account.privilege.*", "USER_CHANGE_PERMISSIONS", {kEvent, kActor, kAuthentication, kTargets}},
    {"user.mfa.factor.*", "USER_CHANGE_PERMISSIONS", {kEvent, kActor, kAuthentication, kTargets}},
    {"group.user_membership.*", "GROUP_MODIFICATION", {kEvent, kActor, kAuthentication, kTargets}},
    {"group.lifecycle.create", "GROUP_CREATION", {kEvent, kActor, kAuthentication, kTargets}},
    {"group.lifecycle.delete", "GROUP_DELETION", {kEvent, kActor, kAuthentication, kTargets}},
    {"group.*", "GROUP_MODIFICATION", {kEvent, kActor, kAuthentication, kTargets}},
    {"application.lifecycle.create", "USER_RESOURCE_CREATION", {kEvent, kActor, kAuthentication, kTargets}},
    {"application.lifecycle.delete", "USER_RESOURCE_DELETION", {kEvent, kActor, kAuthentication, kTargets}},
    {"application.user_membership.*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kActor, kAuthentication, kTargets}},
    {"application.policy.*",
     "SETTING_MODIFICATION",
     {kEvent, kActor, kAuthentication, kTargets},
     nullptr,
     false,
     kSetting},
    {"application.*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kActor, kAuthentication, kTargets}},
    {"app.*", "USER_RESOURCE_ACCESS", {kEvent, kActor, kAuthentication, kTargets}},
    {"iam.*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kActor, kAuthentication, kTargets}},
    {"policy.evaluate_sign_on", "USER_RESOURCE_ACCESS", {kEvent, kActor, kAuthentication, kTargets}},
    {"policy.*", "SETTING_MODIFICATION", {kEvent, kActor, kAuthentication, kTargets}, nullptr, false, kSetting},
    {"zone.*", "SETTING_MODIFICATION", {kEvent, kActor, kAuthentication, kTargets}, nullptr, false, kSetting},
    {"security.threat.detected",
     "USER_UNCATEGORIZED",
     {kEvent, kActor, kAuthentication, kTargets},
     nullptr,
     false,
     kThreat},
    {"security.request.blocked",
     "USER_UNCATEGORIZED",
     {kEvent, kActor, kAuthentication, kTargets},
     nullptr,
     false,
     kThreat},
    {"security.attack.*", "USER_UNCATEGORIZED", {kEvent, kActor, kAuthentication, kTargets}, nullptr, false, kThreat},
    {"security.*", "SETTING_MODIFICATION", {kEvent, kActor, kAuthentication, kTargets}, nullptr, false, kSetting},
    {"system.api_token.create",
     "USER_RESOURCE_CREATION",
     {kEvent, kActor, kAuthentication, kTargets},
     nullptr,
     false,
     kCredential},
    {"system.api_token.revoke",
     "USER_RESOURCE_DELETION",
     {kEvent, kActor, kAuthentication, kTargets},
     nullptr,
     false,
     kCredential},
    {"system.api_token.*",
     "USER_RESOURCE_UPDATE_CONTENT",
     {kEvent, kActor, kAuthentication, kTargets},
     nullptr,
     false,
     kCredential},
    {"system.idp.lifecycle.create", "USER_RESOURCE_CREATION", {kEvent, kActor, kAuthentication, kTargets}},
    {"system.idp.lifecycle.delete", "USER_RESOURCE_DELETION", {kEvent, kActor, kAuthentication, kTargets}},
    {"system.idp.*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kActor, kAuthentication, kTargets}},
    {"*", "USER_UNCATEGORIZED", {kEvent, kActor, kAuthentication, kTargets}},
};

constexpr Recognition kRecognitions[] = {
    {{{"published", ""}, {"eventType", ""}, {"uuid", ""}, {"displayMessage", ""}}},
    {{{"legacyEventType", ""}, {"published", ""}, {"eventType", ""}}},
};

}  // namespace

const LogType& okta_log_type() {
  static constexpr LogType kType{
      .name = "OKTA",
      .title = "Okta System Log",
      .vendor = "Okta",
      .product = "Okta",
      .recognitions = kRecognitions,
      .kind_field = "eventType",
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
