#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/AWS_KMS.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kCall[] = {
    {"id", "metadata.product_log_id"},
    {"time", "", kEventTime},
    {"detail.eventTime", "", kEventTime},
    {"detail.eventName", "metadata.product_event_type"},
    {"detail.eventSource", "target.application"},
    {"detail.requestID", "additional.fields[\"requestID\"]"},
    {"detail.eventCategory", "security_result.category_details"},
    {"detail.errorCode", "security_result.summary"},
    {"detail.errorMessage", "security_result.description"},
    {"detail.requestParameters.encryptionAlgorithm", "security_result.detection_fields[\"encryptionAlgorithm\"]"},
    {"detail.requestParameters.keySpec", "security_result.detection_fields[\"keySpec\"]"},
    {"detail.requestParameters.keyId", "target.resource.name"},
    {"detail.resources.ARN", "target.resource.id"},
    {"detail.resources.type", "target.resource.resource_subtype"},
    {"detail.awsRegion", "principal.location.country_or_region"},
    {"detail.sourceIPAddress", "principal", kHost},
    {"detail.userAgent", "network.http.user_agent"},
    {"detail.userIdentity.type", "principal.user.attribute.roles.name"},
    {"detail.userIdentity.arn", "principal.user.attribute.labels[\"arn\"]"},
    {"detail.userIdentity.accessKeyId", "principal.user.attribute.labels[\"accessKeyId\"]"},
    {"detail.userIdentity.sessionContext.attributes.mfaAuthenticated",
     "principal.user.attribute.labels[\"mfaAuthenticated\"]"},
    {"detail.userIdentity.principalId", "principal.user.userid"},
    {"detail.userIdentity.userName", "principal.user.user_display_name"},
    {"detail.userIdentity.sessionContext.sessionIssuer.principalId", "principal.user.userid"},
    {"detail.userIdentity.sessionContext.sessionIssuer.userName", "principal.user.user_display_name"},
};

constexpr Constant kCloud[] = {{"principal.asset.attribute.cloud.environment", "AMAZON_WEB_SERVICES"}};

void finish(Draft& draft) {
  if (!draft.find("detail.errorCode").empty()) draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK");
}

constexpr Mapping kMappings[] = {
    {"CreateGrant", "USER_RESOURCE_UPDATE_PERMISSIONS", {kCall}, finish, false, kCloud},
    {"RevokeGrant", "USER_RESOURCE_UPDATE_PERMISSIONS", {kCall}, finish, false, kCloud},
    {"RetireGrant", "USER_RESOURCE_UPDATE_PERMISSIONS", {kCall}, finish, false, kCloud},
    {"PutKeyPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kCall}, finish, false, kCloud},
    {"Create*", "USER_RESOURCE_CREATION", {kCall}, finish, false, kCloud},
    {"Generate*", "USER_RESOURCE_CREATION", {kCall}, finish, false, kCloud},
    {"Import*", "USER_RESOURCE_CREATION", {kCall}, finish, false, kCloud},
    {"Delete*", "USER_RESOURCE_DELETION", {kCall}, finish, false, kCloud},
    {"ScheduleKeyDeletion", "USER_RESOURCE_DELETION", {kCall}, finish, false, kCloud},
    {"CancelKeyDeletion", "USER_RESOURCE_UPDATE_CONTENT", {kCall}, finish, false, kCloud},
    {"Disable*", "USER_RESOURCE_UPDATE_CONTENT", {kCall}, finish, false, kCloud},
    {"Enable*", "USER_RESOURCE_UPDATE_CONTENT", {kCall}, finish, false, kCloud},
    {"Update*", "USER_RESOURCE_UPDATE_CONTENT", {kCall}, finish, false, kCloud},
    {"*", "USER_RESOURCE_ACCESS", {kCall}, finish, false, kCloud},
};

// EventBridge writes version 0, and what it hands on is CloudTrail's.
constexpr Recognition kRecognitions[] = {
    {{{"detail", ""}, {"detail.eventName", ""}, {"detail.userIdentity", ""}, {"version", "1.*"}}},
};

}  // namespace

const LogType& aws_kms_log_type() {
  static constexpr LogType kType{
      .name = "AWS_KMS",
      .title = "AWS Key Management Service",
      .vendor = "AMAZON",
      .product = "AWS Key Management Service",
      .recognitions = kRecognitions,
      .kind_field = "detail.eventName",
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
