#include <algorithm>

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
    {"eventCategory", "security_result.category_details"},
    {"errorCode", "security_result.summary", kText, true},
    {"errorMessage", "security_result.description"},
    {"awsRegion", "target.location.name"},
    {"recipientAccountId", "target.cloud.project.id", kText, true},
};

// Who called, and from where.
constexpr Row kCaller[] = {
    {"eventSource", "target.application", kText, true},
    {"sourceIPAddress", "", kCode},
    {"userAgent", "network.http.user_agent"},
    {"vpcEndpointId", "principal.resource.product_object_id", kText, true},
    {"tlsDetails.tlsVersion", "network.tls.version"},
    {"tlsDetails.cipherSuite", "network.tls.cipher"},
    {"tlsDetails.clientProvidedHostHeader", "target.hostname", kText, true},
    {"userIdentity.type", "principal.user.attribute.labels[\"type\"]", kText, true},
    {"userIdentity.userName", "principal.user", kMailUser},
    {"userIdentity.principalId", "principal.user.product_object_id", kText, true},
    {"userIdentity.arn", "principal.user.attribute.labels[\"arn\"]", kText, true},
    {"userIdentity.accountId", "principal.user.group_identifiers", kText, true},
    {"userIdentity.accessKeyId", "principal.user.attribute.labels[\"accessKeyId\"]", kText, true},
    {"userIdentity.invokedBy", "principal.application", kText, true},
    {"userIdentity.identityProvider", "principal.user.attribute.labels[\"identityProvider\"]", kText, true},
    {"userIdentity.sessionContext.attributes.mfaAuthenticated", "principal.user.attribute.labels[\"mfaAuthenticated\"]",
     kText, true},
    {"userIdentity.sessionContext.sessionIssuer.userName", "principal.user.attribute.roles.name", kText, true},
    {"userIdentity.sessionContext.sessionIssuer.arn", "principal.user.attribute.labels[\"sessionIssuer arn\"]", kText,
     true},
};

constexpr Row kSignIn[] = {
    {"responseElements.ConsoleLogin", "", kCode, true},
    {"serviceEventDetails.UserAuthentication", "", kCode, true},
    {"additionalEventData.MFAUsed", "", kCode, true},
    {"additionalEventData.LoginTo", "target.url"},
};

// What the call is about: the names that the requests of the services give it.
constexpr Row kName[] = {
    {"requestParameters.bucketName", "target.resource.name", kText, true},
    {"requestParameters.key", "target.file.full_path", kText, true},
    {"requestParameters.roleName", "target.resource.name", kText, true},
    {"requestParameters.roleArn", "target.resource.name", kText, true},
    {"requestParameters.instanceId", "target.resource.name", kText, true},
    {"requestParameters.groupId", "target.resource.name", kText, true},
    {"requestParameters.keyId", "target.resource.name", kText, true},
    {"requestParameters.functionName", "target.resource.name", kText, true},
    {"requestParameters.secretId", "target.resource.name", kText, true},
    {"requestParameters.name", "target.resource.name", kText, true},
    {"requestParameters.trailName", "target.resource.name", kText, true},
    {"requestParameters.detectorId", "target.resource.name", kText, true},
    {"requestParameters.configurationRecorderName", "target.resource.name", kText, true},
    {"requestParameters.clusterName", "target.resource.name", kText, true},
    {"requestParameters.dBInstanceIdentifier", "target.resource.name", kText, true},
    {"requestParameters.dBSnapshotIdentifier", "target.resource.name", kText, true},
    {"requestParameters.snapshotId", "target.resource.name", kText, true},
    {"requestParameters.volumeId", "target.resource.name", kText, true},
    {"requestParameters.imageId", "target.resource.name", kText, true},
    {"requestParameters.vpcId", "target.resource.name", kText, true},
    {"requestParameters.networkAclId", "target.resource.name", kText, true},
    {"requestParameters.logGroupName", "target.resource.name", kText, true},
    {"requestParameters.tableName", "target.resource.name", kText, true},
    {"requestParameters.topicArn", "target.resource.name", kText, true},
    {"requestParameters.queueUrl", "target.resource.name", kText, true},
    {"requestParameters.stackName", "target.resource.name", kText, true},
    {"requestParameters.hostedZoneId", "target.resource.name", kText, true},
    {"requestParameters.documentName", "target.resource.name", kText, true},
    {"requestParameters.repositoryName", "target.resource.name", kText, true},
    {"requestParameters.serialNumber", "target.resource.name", kText, true},
    {"requestParameters.accessKeyId", "target.resource.name", kText, true},
    {"requestParameters.sAMLProviderArn", "target.resource.name", kText, true},
    {"requestParameters.instancesSet.items.instanceId", "target.resource.name"},
    {"responseElements.instancesSet.items.instanceId", "target.resource.name"},
};

constexpr Row kDetails[] = {
    {"resources.ARN", "", kCode},
    {"resources.type", "", kCode},
    {"resources.accountId", "", kCode},
    {"requestParameters.instancesSet.items.instanceId", "target.resource.attribute.labels[\"instanceId\"]"},
    {"responseElements.instancesSet.items.instanceId", "target.resource.attribute.labels[\"instanceId\"]"},
    {"requestParameters.policyName", "target.resource.attribute.labels[\"policyName\"]", kText, true},
    {"requestParameters.policyArn", "target.resource.attribute.permissions.name", kText, true},
    {"requestParameters.encryptionAlgorithm", "security_result.detection_fields[\"encryptionAlgorithm\"]", kText, true},
    {"requestParameters.ipPermissions.items.ipProtocol", "target.resource.attribute.labels[\"ipProtocol\"]"},
    {"requestParameters.ipPermissions.items.fromPort", "target.resource.attribute.labels[\"fromPort\"]"},
    {"requestParameters.ipPermissions.items.toPort", "target.resource.attribute.labels[\"toPort\"]"},
    {"requestParameters.ipPermissions.items.ipRanges.items.cidrIp", "target.resource.attribute.labels[\"cidrIp\"]"},
    {"requestParameters.ipPermissions.items.ipv6Ranges.items.cidrIpv6",
     "target.resource.attribute.labels[\"cidrIpv6\"]"},
    {"requestParameters.userName", "target.user", kMailUser, true},
    {"requestParameters.roleSessionName", "target.user", kMailUser, true},
    {"requestParameters.groupName", "target.group.group_display_name", kText, true},
    {"responseElements.accessKey.userName", "target.user", kMailUser, true},
    {"responseElements.accessKey.accessKeyId", "target.user.attribute.labels[\"accessKeyId\"]", kText, true},
    {"responseElements.credentials.accessKeyId", "target.user.attribute.labels[\"accessKeyId\"]", kText, true},
    {"responseElements.assumedRoleUser.arn", "target.user.attribute.labels[\"arn\"]", kText, true},
};

// The calls of an API, or their errors, were more or fewer than they used to be.
constexpr Row kInsight[] = {
    {"insightDetails.eventSource", "target.application", kText, true},
    {"insightDetails.eventName", "security_result.detection_fields[\"eventName\"]", kText, true},
    {"insightDetails.insightType", "security_result.summary", kText, true},
    {"insightDetails.state", "security_result.detection_fields[\"state\"]", kText, true},
    {"insightDetails.errorCode", "security_result.detection_fields[\"errorCode\"]", kText, true},
    {"insightDetails.insightContext.statistics.baseline.average", "security_result.detection_fields[\"baseline\"]",
     kText, true},
    {"insightDetails.insightContext.statistics.insight.average", "security_result.detection_fields[\"insight\"]", kText,
     true},
};

constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};

constexpr Code kResourceTypes[] = {
    {"AWS::DynamoDB::Table", "TABLE"},     {"AWS::EC2::Instance", "VIRTUAL_MACHINE"},
    {"AWS::EKS::Cluster", "CLUSTER"},      {"AWS::IAM::AccessKey", "CREDENTIAL"},
    {"AWS::IAM::Role", "SERVICE_ACCOUNT"}, {"AWS::IAM::User", "USER"},
    {"AWS::KMS::Key", "CREDENTIAL"},       {"AWS::Lambda::Function", "FUNCTION"},
    {"AWS::RDS::DBInstance", "DATABASE"},  {"AWS::S3::Bucket", "STORAGE_BUCKET"},
    {"AWS::S3::Object", "STORAGE_OBJECT"}, {"AWS::SecretsManager::Secret", "CREDENTIAL"},
};

// A call from a service names it where the address stands, or is `AWS Internal`.
void put_origin(Draft& draft) {
  const std::string_view origin = draft.find("sourceIPAddress");
  const udm::Path& application = YARAL_PATH("principal.application");
  if (const std::string_view ip = to_ip(origin); !ip.empty()) {
    draft.put_text(YARAL_PATH("principal.ip"), ip);
  } else if (!origin.contains(' ')) {
    draft.put_text(YARAL_PATH("principal.hostname"), origin);
  } else if (!draft.has(application)) {
    draft.put_text(application, origin);
  }
}

// The first of the list is the most special: the object before its bucket.
void put_resources(Draft& draft) {
  const udm::Path& name = YARAL_PATH("target.resource.name");
  const std::string_view type = draft.find("resources.type", 0);
  const std::string_view arn = draft.find("resources.ARN", 0);
  draft.put_text(YARAL_PATH("target.resource.product_object_id"), arn);
  if (!draft.has(name)) draft.put_text(name, arn.empty() ? draft.find("requestParameters.policyArn") : arn);
  draft.put_text(YARAL_PATH("target.resource.resource_subtype"), type);
  const auto code = std::ranges::find(kResourceTypes, type, &Code::from);
  if (code != std::end(kResourceTypes)) draft.put_enum(YARAL_PATH("target.resource.resource_type"), code->to);
  udm::Message* ancestor = nullptr;
  std::uint32_t element = 0;
  for (const Datum& datum : draft.data()) {
    if (datum.element == 0 || !datum.name.starts_with("resources.")) continue;
    if (datum.element != element) ancestor = &draft.append(YARAL_PATH("target.resource_ancestors"));
    element = datum.element;
    if (datum.name == "resources.ARN") draft.put_text(*ancestor, "name", datum.value);
    if (datum.name == "resources.type") draft.put_text(*ancestor, "resource_subtype", datum.value);
  }
}

// The root user has no name of its own, and a role's session goes by the name of its caller.
void put_caller(Draft& draft) {
  const udm::Path& userid = YARAL_PATH("principal.user.userid");
  if (draft.has(userid)) return;
  const std::string_view arn = draft.find("userIdentity.arn");
  const std::string_view name = arn.substr(arn.find_last_of("/:") + 1);
  for (const std::string_view text :
       {name, draft.find("userIdentity.invokedBy"), draft.find("userIdentity.principalId")}) {
    if (!draft.has(userid)) draft.put_text(userid, text);
  }
  if (name.contains('@')) draft.put_text(YARAL_PATH("principal.user.email_addresses"), name);
}

void finish_event(Draft& draft) {
  if (draft.find("eventName").empty()) return;  // an insight, not a call
  const udm::Path& action = YARAL_PATH("security_result.action");
  const bool refused = !draft.find("errorCode").empty();
  if (!draft.has(action)) draft.put_enum(action, refused ? "BLOCK" : "ALLOW");
  put_origin(draft);
  put_caller(draft);
  put_resources(draft);
  draft.put_enum(YARAL_PATH("target.cloud.environment"), "AMAZON_WEB_SERVICES");
  // Many calls name no resource; even so they are about the account's.
  draft.put_enum(YARAL_PATH("target.resource.attribute.cloud.environment"), "AMAZON_WEB_SERVICES");
}

// Who signs in is the caller, named before or after.
void finish_sign_in(Draft& draft) {
  put_caller(draft);
  if (draft.find("responseElements.ConsoleLogin") == "Failure" ||
      draft.find("serviceEventDetails.UserAuthentication") == "Failure") {
    draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK");
  }
  draft.put_text(YARAL_PATH("target.user.userid"), draft.text_at(YARAL_PATH("principal.user.userid")));
}

void finish_console_login(Draft& draft) {
  finish_sign_in(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  const std::string_view type = draft.find("userIdentity.type");
  if (draft.find("additionalEventData.MFAUsed") == "Yes") {
    draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), "OTP");
  } else if (type == "IAMUser" || type == "Root") {
    draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), "USERNAME_PASSWORD");
  }
}

void finish_federated_login(Draft& draft) {
  finish_sign_in(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "SSO");
}

constexpr Mapping kMappings[] = {
    {"ConsoleLogin", "USER_LOGIN", {kEvent, kCaller, kSignIn}, finish_console_login},
    {"AssumeRoleWithSAML", "USER_LOGIN", {kEvent, kCaller, kName, kDetails}, finish_federated_login},
    {"AssumeRoleWithWebIdentity", "USER_LOGIN", {kEvent, kCaller, kName, kDetails}, finish_federated_login},
    {"UserAuthentication", "USER_LOGIN", {kEvent, kCaller, kSignIn}, finish_federated_login},
    {"Logout", "USER_LOGOUT", {kEvent, kCaller}, finish_federated_login},
    {"AwsCloudTrailInsight", "GENERIC_EVENT", {kEvent, kInsight}},
    {"CreateUser", "USER_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"DeleteUser", "USER_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"CreateGroup", "GROUP_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"DeleteGroup", "GROUP_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"AddUserToGroup", "GROUP_MODIFICATION", {kEvent, kCaller, kName, kDetails}},
    {"RemoveUserFromGroup", "GROUP_MODIFICATION", {kEvent, kCaller, kName, kDetails}},
    {"ChangePassword", "USER_CHANGE_PASSWORD", {kEvent, kCaller, kName, kDetails}},
    {"CreateLoginProfile", "USER_CHANGE_PASSWORD", {kEvent, kCaller, kName, kDetails}},
    {"UpdateLoginProfile", "USER_CHANGE_PASSWORD", {kEvent, kCaller, kName, kDetails}},
    {"PasswordRecoveryCompleted", "USER_CHANGE_PASSWORD", {kEvent, kCaller, kName, kDetails}},
    {"AttachUserPolicy", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DetachUserPolicy", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutUserPolicy", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DeleteUserPolicy", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutUserPermissionsBoundary", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DeleteUserPermissionsBoundary", "USER_CHANGE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"AttachRolePolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DetachRolePolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutRolePolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DeleteRolePolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"UpdateAssumeRolePolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"AttachGroupPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DetachGroupPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutGroupPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DeleteGroupPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"CreatePolicyVersion", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"SetDefaultPolicyVersion", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"AddRoleToInstanceProfile", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutBucketPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DeleteBucketPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutBucketAcl", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutObjectAcl", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutBucketPublicAccessBlock", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DeleteBucketPublicAccessBlock", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutAccountPublicAccessBlock", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DeleteAccountPublicAccessBlock", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutKeyPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"CreateGrant", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"RevokeGrant", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"PutResourcePolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"DeleteResourcePolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"SetRepositoryPolicy", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"AddPermission*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"RemovePermission*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"ModifySnapshotAttribute", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"ModifyImageAttribute", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"ModifyDBSnapshotAttribute", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"AuthorizeSecurityGroup*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"RevokeSecurityGroup*", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kCaller, kName, kDetails}},
    {"StartLogging", "SETTING_MODIFICATION", {kEvent, kCaller, kName, kDetails}, nullptr, false, kSetting},
    {"StopLogging", "SETTING_MODIFICATION", {kEvent, kCaller, kName, kDetails}, nullptr, false, kSetting},
    {"UpdateTrail", "SETTING_MODIFICATION", {kEvent, kCaller, kName, kDetails}, nullptr, false, kSetting},
    {"PutEventSelectors", "SETTING_MODIFICATION", {kEvent, kCaller, kName, kDetails}, nullptr, false, kSetting},
    {"PutInsightSelectors", "SETTING_MODIFICATION", {kEvent, kCaller, kName, kDetails}, nullptr, false, kSetting},
    {"StartConfigurationRecorder",
     "SETTING_MODIFICATION",
     {kEvent, kCaller, kName, kDetails},
     nullptr,
     false,
     kSetting},
    {"StopConfigurationRecorder", "SETTING_MODIFICATION", {kEvent, kCaller, kName, kDetails}, nullptr, false, kSetting},
    {"UpdateDetector", "SETTING_MODIFICATION", {kEvent, kCaller, kName, kDetails}, nullptr, false, kSetting},
    {"UpdateAccountPasswordPolicy",
     "SETTING_MODIFICATION",
     {kEvent, kCaller, kName, kDetails},
     nullptr,
     false,
     kSetting},
    {"Create*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Run*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Register*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Allocate*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Import*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Copy*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Upload*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Generate*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Publish*", "USER_RESOURCE_CREATION", {kEvent, kCaller, kName, kDetails}},
    {"Delete*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"BatchDelete*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"Terminate*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"Deregister*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"Remove*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"Release*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"Purge*", "USER_RESOURCE_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"ScheduleKeyDeletion", "USER_RESOURCE_DELETION", {kEvent, kCaller, kName, kDetails}},
    {"Add*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Associate*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Attach*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Authorize*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Deactivate*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Detach*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Disable*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Disassociate*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Enable*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Modify*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Put*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Reboot*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Replace*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Reset*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Restore*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Rotate*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Set*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Start*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Stop*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Tag*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Untag*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"Update*", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kCaller, kName, kDetails}},
    {"*", "USER_RESOURCE_ACCESS", {kEvent, kCaller, kName, kDetails}},
};

std::string_view kind_of(std::span<const Datum> data, Arena&) {
  const std::string_view name = find(data, "eventName");
  return name.empty() ? find(data, "eventType") : name;
}

constexpr Recognition kRecognitions[] = {
    {{{"eventSource", "*"}, {"eventName", ""}, {"userIdentity", ""}, {"eventVersion", ""}}},
    {{{"eventSource", "*"}, {"eventName", ""}, {"awsRegion", ""}, {"eventVersion", ""}}},
    {{{"insightDetails", ""}, {"eventType", "AwsCloudTrailInsight"}, {"eventVersion", ""}}},
};

}  // namespace

const LogType& aws_cloudtrail_log_type() {
  static constexpr LogType kType{
      .name = "AWS_CLOUDTRAIL",
      .title = "AWS CloudTrail",
      .vendor = "AMAZON",
      .product = "AWS CloudTrail",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
