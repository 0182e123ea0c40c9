#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/identity.h"

// docs/telemetry/AZURE_AD.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kRisks[] = {{"low", "LOW"}, {"medium", "MEDIUM"}, {"high", "HIGH"}};

constexpr Code kMethods[] = {
    {"Password", "USERNAME_PASSWORD"},
    {"Password Hash Sync", "USERNAME_PASSWORD"},
    {"Text message", "OTP"},
    {"Phone call", "OTP"},
    {"OATH verification code", "OTP"},
    {"OATH software token", "OTP"},
    {"OATH hardware token", "HARDWARE_KEY"},
    {"FIDO2 security key", "HARDWARE_KEY"},
    {"Passkey (device-bound)", "HARDWARE_KEY"},
    {"X.509 Certificate", "HARDWARE_KEY"},
    {"Windows Hello for Business", "BIOMETRIC"},
    {"Mobile app notification", "MECHANISM_OTHER"},
    {"Temporary Access Pass", "MECHANISM_OTHER"},
};

constexpr Row kEvent[] = {
    {"time", "metadata.collected_timestamp", kTime},
    {"createdDateTime", "", kEventTime},
    {"id", "metadata.product_log_id"},
    {"operationName", "metadata.product_event_type"},
    {"category", "security_result.category_details"},
    {"status.errorCode", "security_result.detection_fields[\"errorCode\"]", kText, true},
    {"status.failureReason", "security_result.description"},
    {"status.additionalDetails", "security_result.detection_fields[\"additionalDetails\"]"},
    {"correlationId", "", kCode},
    {"sessionId", "network.session_id"},
};

constexpr Row kUser[] = {
    {"identity", "principal.user.user_display_name"},
    {"userDisplayName", "principal.user.user_display_name"},
    {"userPrincipalName", "principal.user", kMailUser},
    {"userId", "principal.user.product_object_id"},
    {"userType", "principal.user.attribute.labels[\"userType\"]"},
    {"servicePrincipalId", "", kCode, true},
    {"servicePrincipalName", "", kCode, true},
    {"servicePrincipalCredentialKeyId", "principal.user.attribute.labels[\"servicePrincipalCredentialKeyId\"]"},
    {"homeTenantId", "principal.user.attribute.labels[\"homeTenantId\"]"},
};

constexpr Row kOrigin[] = {
    {"ipAddress", "principal.ip", kIp},
    {"callerIpAddress", "", kCode},
    {"autonomousSystemNumber", "network.asn"},
    {"userAgent", "network.http.user_agent"},
    {"clientAppUsed", "principal.application"},
    {"location", "principal.location.country_or_region"},
    {"location.city", "principal.location.city"},
    {"location.state", "principal.location.state"},
    {"location.countryOrRegion", "principal.location.country_or_region"},
    {"location.geoCoordinates.latitude", "principal.location.region_latitude"},
    {"location.geoCoordinates.longitude", "principal.location.region_longitude"},
    {"deviceDetail.deviceId", "principal.asset.product_object_id"},
    {"deviceDetail.displayName", "principal.hostname"},
    {"deviceDetail.operatingSystem", "", kCode, true},
    {"deviceDetail.isCompliant", "principal.asset.attribute.labels[\"isCompliant\"]"},
    {"deviceDetail.isManaged", "principal.asset.attribute.labels[\"isManaged\"]"},
    {"deviceDetail.trustType", "principal.asset.attribute.labels[\"trustType\"]"},
};

constexpr Row kSignIn[] = {
    {"appDisplayName", "target.application"},
    {"appId", "target.resource.attribute.labels[\"appId\"]"},
    {"resourceDisplayName", "target.resource.name"},
    {"resourceId", "target.resource.product_object_id"},
    {"resourceTenantId", "target.resource.attribute.labels[\"resourceTenantId\"]"},
    {"authenticationDetails.authenticationMethod", "extensions.auth.mechanism", kText, true, kMethods},
    {"mfaDetail.authMethod", "extensions.auth.auth_details"},
    {"authenticationRequirement", "security_result.detection_fields[\"authenticationRequirement\"]"},
    {"authenticationProtocol", "security_result.detection_fields[\"authenticationProtocol\"]"},
    {"originalTransferMethod", "security_result.detection_fields[\"originalTransferMethod\"]"},
    {"incomingTokenType", "security_result.detection_fields[\"incomingTokenType\"]"},
    {"crossTenantAccessType", "security_result.detection_fields[\"crossTenantAccessType\"]"},
    {"isInteractive", "security_result.detection_fields[\"isInteractive\"]"},
    {"conditionalAccessStatus", "security_result.detection_fields[\"conditionalAccessStatus\"]"},
    {"appliedConditionalAccessPolicies.displayName", "", kCode},
    {"appliedConditionalAccessPolicies.result", "", kCode},
    {"riskLevelDuringSignIn", "security_result.severity", kText, false, kRisks},
    {"riskLevelDuringSignIn", "security_result.detection_fields[\"riskLevelDuringSignIn\"]"},
    {"riskLevelAggregated", "security_result.detection_fields[\"riskLevelAggregated\"]"},
    {"riskState", "security_result.detection_fields[\"riskState\"]"},
    {"riskDetail", "security_result.detection_fields[\"riskDetail\"]"},
    {"riskEventTypes_v2", "security_result.detection_fields[\"riskEventTypes_v2\"]"},
};

// Each policy that was looked at with what it said.
void put_policies(Draft& draft) {
  constexpr std::string_view kPolicies = "appliedConditionalAccessPolicies";
  for (std::uint32_t i = 0; i < draft.elements(kPolicies); ++i) {
    draft.put_label(YARAL_PATH("security_result.rule_labels"),
                    draft.find("appliedConditionalAccessPolicies.displayName", i),
                    draft.find("appliedConditionalAccessPolicies.result", i));
  }
}

// Applications sign in as themselves.
void put_service_principal(Draft& draft) {
  const std::string_view id = draft.find("servicePrincipalId");
  if (id.empty() || draft.has(YARAL_PATH("principal.user.userid"))) return;
  const std::string_view name = draft.find("servicePrincipalName");
  draft.put_text(YARAL_PATH("principal.user.userid"), name.empty() ? id : name);
  draft.put_text(YARAL_PATH("principal.user.user_display_name"), name);
  draft.put_text(YARAL_PATH("principal.user.product_object_id"), id);
  draft.put_enum(YARAL_PATH("principal.user.account_type"), "SERVICE_ACCOUNT_TYPE");
}

void put_outcome(Draft& draft) {
  const std::string_view told = draft.find("status.errorCode");
  const std::string_view code = told.empty() ? draft.find("resultType") : told;
  if (code.empty()) return;
  const bool success = code == "0";
  draft.put_enum(YARAL_PATH("security_result.action"), success ? "ALLOW" : "BLOCK");
  draft.put_text(YARAL_PATH("security_result.summary"),
                 success ? "Successful login occurred" : "Failed login occurred");
  const udm::Path& reason = YARAL_PATH("security_result.description");
  if (!draft.has(reason)) draft.put_text(reason, draft.find("resultDescription"));
}

void finish_sign_in(Draft& draft) {
  // Told around the properties and among them.
  draft.put_label(YARAL_PATH("security_result.detection_fields"), "correlationId", draft.find("correlationId"));
  if (draft.time().is_zero()) draft.set_time(parse_log_time(draft.find("time")).value_or(Timestamp{}));
  if (!draft.has(YARAL_PATH("principal.ip"))) {
    draft.put_text(YARAL_PATH("principal.ip"), to_ip(draft.find("callerIpAddress")));
  }
  const udm::Path& type = YARAL_PATH("metadata.product_event_type");
  if (draft.find("operationName").empty()) draft.put_text(type, "Sign-in activity");
  put_platform(draft, draft.find("deviceDetail.operatingSystem"));
  put_service_principal(draft);
  put_login_user(draft);
  put_policies(draft);
  put_outcome(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "SSO");
}

constexpr Mapping kMappings[] = {
    {"*", "USER_LOGIN", {kEvent, kUser, kOrigin, kSignIn}},
};

constexpr Recognition kRecognitions[] = {
    {{{"category", "SignInLogs"}, {"time", ""}}},
    {{{"category", "NonInteractiveUserSignInLogs"}, {"time", ""}}},
    {{{"category", "ServicePrincipalSignInLogs"}, {"time", ""}}},
    {{{"category", "ManagedIdentitySignInLogs"}, {"time", ""}}},
    {{{"category", "MicrosoftServicePrincipalSignInLogs"}, {"time", ""}}},
    {{{"category", "ADFSSignInLogs"}, {"time", ""}}},
    {{{"createdDateTime", ""}, {"appDisplayName", ""}, {"status.errorCode", ""}}},
    {{{"createdDateTime", ""}, {"conditionalAccessStatus", ""}, {"appId", ""}}},
};

}  // namespace

const LogType& azure_ad_log_type() {
  static constexpr LogType kType{
      .name = "AZURE_AD",
      .title = "Entra ID sign-ins",
      .vendor = "Microsoft",
      .product = "Azure AD",
      .recognitions = kRecognitions,
      .inner = "properties",
      .kind_field = "category",
      .mappings = kMappings,
      .finish = finish_sign_in,
  };
  return kType;
}

}  // namespace yaral::ingest
