#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/AWS_CLOUDTRAIL.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kEvent[] = {
    {"eventTime", "", kEventTime},
    {"eventID", "metadata.product_log_id"},
    {"eventName", "metadata.product_event_type"},
    {"eventVersion", "metadata.product_version"},
    {"userAgent", "network.http.user_agent"},
    {"errorMessage", "security_result.description"},
    {"errorCode", "security_result.summary", kText, true},
    {"awsRegion", "target.location.name"},
    {"recipientAccountId", "target.resource.product_object_id", kText, true},
    {"vpcEndpointId", "principal.resource.product_object_id", kText, true},
    {"tlsDetails.tlsVersion", "network.tls.version"},
    {"tlsDetails.cipherSuite", "network.tls.cipher"},
    {"tlsDetails.clientProvidedHostHeader", "target.hostname", kText, true},
};

// A call from another service names it where the address stands.
constexpr Row kCaller[] = {
    {"sourceIPAddress", "principal", kHost},
    {"eventSource", "target.application", kText, true},
    {"userIdentity.userName", "principal.user.userid"},
    {"userIdentity.principalId", "principal.user.product_object_id", kText, true},
    {"userIdentity.arn", "principal.user.attribute.labels[\"arn\"]", kText, true},
    {"userIdentity.accountId", "principal.user.group_identifiers", kText, true},
    {"userIdentity.sessionContext.sessionIssuer.userName", "principal.user.attribute.roles.name", kText, true},
    {"userIdentity.sessionContext.sessionIssuer.arn", "principal.user.attribute.labels[\"sessionIssuer arn\"]", kText,
     true},
};

constexpr Row kConsole[] = {
    {"responseElements.ConsoleLogin", "", kCode, true},
    {"additionalEventData.MFAUsed", "", kCode, true},
    {"additionalEventData.LoginTo", "target.url"},
};

// What the call is about: its name where it has one, else its identifier.
constexpr Row kResource[] = {
    {"resources.ARN", "target.resource.name"},
    {"resources.type", "target.resource.resource_subtype", kText, true},
    {"requestParameters.bucketName", "target.resource.name", kText, true},
    {"requestParameters.roleName", "target.resource.name", kText, true},
    {"requestParameters.instanceId", "target.resource.name", kText, true},
    {"requestParameters.groupId", "target.resource.name", kText, true},
    {"requestParameters.keyId", "target.resource.name", kText, true},
    {"requestParameters.functionName", "target.resource.name", kText, true},
    {"requestParameters.secretId", "target.resource.name", kText, true},
    {"requestParameters.policyArn", "target.resource.name", kText, true},
    {"requestParameters.name", "target.resource.name", kText, true},
    {"requestParameters.userName", "target.user.userid", kText, true},
    {"requestParameters.groupName", "target.group.group_display_name", kText, true},
};

void finish_event(Draft& draft) {
  const udm::Path& action = YARAL_PATH("security_result.action");
  const bool refused = !draft.find("errorCode").empty();
  if (!draft.has(action)) draft.put_enum(action, refused ? "BLOCK" : "ALLOW");
  draft.put_enum(YARAL_PATH("target.cloud.environment"), "AMAZON_WEB_SERVICES");
  // The root user has no name of its own, and a role's session goes by the name of its caller.
  if (draft.has(YARAL_PATH("principal.user.userid"))) return;
  const std::string_view arn = draft.find("userIdentity.arn");
  const std::string_view name = arn.substr(arn.find_last_of("/:") + 1);
  draft.put_text(YARAL_PATH("principal.user.userid"), arn.empty() ? draft.find("userIdentity.invokedBy") : name);
}

void finish_login(Draft& draft) {
  const bool failed = draft.find("responseElements.ConsoleLogin") == "Failure";
  draft.put_enum(YARAL_PATH("security_result.action"), failed ? "BLOCK" : "ALLOW");
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  if (draft.find("additionalEventData.MFAUsed") == "Yes")
    draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), "OTP");
  draft.put_text(YARAL_PATH("target.user.userid"), draft.find("userIdentity.userName"));
}

constexpr Mapping kMappings[] = {
    {"ConsoleLogin", "USER_LOGIN", {kEvent, kCaller, kConsole}, finish_login},
    {"CreateUser", "USER_CREATION", {kEvent, kCaller, kResource}},
    {"DeleteUser", "USER_DELETION", {kEvent, kCaller, kResource}},
    {"CreateGroup", "GROUP_CREATION", {kEvent, kCaller, kResource}},
    {"DeleteGroup", "GROUP_DELETION", {kEvent, kCaller, kResource}},
    {"AddUserToGroup", "GROUP_MODIFICATION", {kEvent, kCaller, kResource}},
    {"RemoveUserFromGroup", "GROUP_MODIFICATION", {kEvent, kCaller, kResource}},
    {"ChangePassword", "USER_CHANGE_PASSWORD", {kEvent, kCaller, kResource}},
    {"Attach*", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kResource}},
    {"Detach*", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kResource}},
    {"Create*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kResource}},
    {"Run*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kResource}},
    {"Delete*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kResource}},
    {"Terminate*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kResource}},
    {"Put*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kResource}},
    {"Update*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kResource}},
    {"Modify*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kResource}},
    {"*", "USER_RESOURCE_ACCESS", {kEvent, kCaller, kResource}},
};

constexpr Recognition kRecognitions[] = {
    {{{"eventSource", "*"}, {"eventName", ""}, {"userIdentity", ""}, {"eventVersion", ""}}},
    {{{"eventSource", "*"}, {"eventName", ""}, {"awsRegion", ""}, {"eventVersion", ""}}},
};

}  // namespace

const LogType& aws_cloudtrail_log_type() {
  static constexpr LogType kType{
      .name = "AWS_CLOUDTRAIL",
      .title = "AWS CloudTrail",
      .vendor = "AMAZON",
      .product = "AWS CloudTrail",
      .recognitions = kRecognitions,
      .kind_field = "eventName",
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
