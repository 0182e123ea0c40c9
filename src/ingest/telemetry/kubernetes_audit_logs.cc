#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/KUBERNETES_AUDIT_LOGS.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kResourceTypes[] = {
    {"clusterrolebindings", "ACCESS_POLICY"},
    {"clusterroles", "ACCESS_POLICY"},
    {"nodes", "VIRTUAL_MACHINE"},
    {"persistentvolumes", "VOLUME"},
    {"pods", "POD"},
    {"rolebindings", "ACCESS_POLICY"},
    {"roles", "ACCESS_POLICY"},
    {"secrets", "CREDENTIAL"},
    {"serviceaccounts", "SERVICE_ACCOUNT"},
    {"services", "SERVICE"},
};

constexpr Code kDecisions[] = {{"allow", "ALLOW"}, {"forbid", "BLOCK"}};

constexpr Row kEvent[] = {
    {"auditID", "metadata.product_log_id"},
    {"requestReceivedTimestamp", "", kEventTime},
    {"stage", "security_result.detection_fields[\"stage\"]", kText, true},
    {"level", "security_result.detection_fields[\"level\"]", kText, true},
    {"verb", "security_result.detection_fields[\"verb\"]", kText, true},
    {"requestURI", "target.url"},
    {"userAgent", "network.http.user_agent"},
    {"sourceIPs", "principal.ip", kIp},
    {"responseStatus.code", "network.http.response_code"},
    {"responseStatus.reason", "security_result.summary"},
    {"responseStatus.message", "security_result.description"},
    {"annotations.authorization.k8s.io/decision", "security_result.action", kText, false, kDecisions},
    {"annotations.authorization.k8s.io/reason", "security_result.action_details"},
};

constexpr Row kUser[] = {
    {"user.username", "principal.user", kMailUser},
    {"user.uid", "principal.user.product_object_id"},
    {"user.groups", "principal.user.group_identifiers"},
    {"impersonatedUser.username", "target.user", kMailUser},
    {"impersonatedUser.groups", "target.user.group_identifiers"},
};

constexpr Row kObject[] = {
    {"objectRef.name", "target.resource.name"},
    {"objectRef.resource", "target.resource.resource_subtype"},
    {"objectRef.resource", "target.resource.resource_type", kText, false, kResourceTypes},
    {"objectRef.namespace", "target.namespace"},
    {"objectRef.uid", "target.resource.product_object_id"},
    {"objectRef.subresource", "target.resource.attribute.labels[\"subresource\"]", kText, true},
    {"objectRef.apiGroup", "target.resource.attribute.labels[\"apiGroup\"]", kText, true},
    {"objectRef.apiVersion", "target.resource.attribute.labels[\"apiVersion\"]", kText, true},
};

// What makes a pod dangerous, and who gets which role.
constexpr Row kRequest[] = {
    {"requestObject.metadata.name", "target.resource.attribute.labels[\"name\"]"},
    {"requestObject.spec.containers.image", "target.resource.attribute.labels[\"image\"]"},
    {"requestObject.spec.containers.command", "target.resource.attribute.labels[\"command\"]"},
    {"requestObject.spec.containers.securityContext.privileged", "target.resource.attribute.labels[\"privileged\"]"},
    {"requestObject.spec.containers.securityContext.capabilities.add",
     "target.resource.attribute.labels[\"capability\"]"},
    {"requestObject.spec.hostNetwork", "target.resource.attribute.labels[\"hostNetwork\"]"},
    {"requestObject.spec.hostPID", "target.resource.attribute.labels[\"hostPID\"]"},
    {"requestObject.spec.hostIPC", "target.resource.attribute.labels[\"hostIPC\"]"},
    {"requestObject.spec.serviceAccountName", "target.resource.attribute.labels[\"serviceAccountName\"]"},
    {"requestObject.spec.volumes.hostPath.path", "target.resource.attribute.labels[\"hostPath\"]"},
    {"requestObject.roleRef.name", "target.resource.attribute.roles.name"},
    {"requestObject.subjects.name", "target.resource.attribute.labels[\"subject\"]"},
};

// `…/exec?command=sh&command=-c&command=id&container=web`: %XX and + stand for what an URL cannot hold.
std::string decoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto digit = [&](char c) { return kDigits.find(static_cast<char>(c >= 'A' && c <= 'F' ? c + 32 : c)); };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) < 16 && digit(text[i + 2]) < 16;
    if (escaped) {
      plain += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      plain += text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

void finish_exec(Draft& draft) {
  constexpr std::string_view kCommand = "command=";
  const std::string_view uri = draft.find("requestURI");
  std::string_view query = uri.substr(std::min(uri.size(), uri.find('?')));
  std::string command;
  while (!query.empty()) {
    query.remove_prefix(1);
    const std::string_view parameter = query.substr(0, query.find('&'));
    query.remove_prefix(parameter.size());
    if (!parameter.starts_with(kCommand)) continue;
    command += (command.empty() ? "" : " ") + decoded(parameter.substr(kCommand.size()));
  }
  draft.put_text(YARAL_PATH("target.process.command_line"), draft.arena().copy(command));
}

void finish_event(Draft& draft) {
  const udm::Path& action = YARAL_PATH("security_result.action");
  const std::string_view code = draft.find("responseStatus.code");
  const bool refused = code == "401" || code == "403";
  if (!draft.has(action)) draft.put_enum(action, refused ? "BLOCK" : "ALLOW");
  if (!draft.has(YARAL_PATH("target.resource"))) {
    draft.put_text(YARAL_PATH("target.resource.name"), draft.find("requestURI"));
  }
  if (!draft.time().is_zero()) return;
  for (const char* name : {"stageTimestamp", "timestamp", "metadata.creationTimestamp"}) {
    const auto time = parse_log_time(draft.find(name));
    if (time && draft.time().is_zero()) draft.set_time(*time);
  }
}

constexpr Mapping kMappings[] = {
    {"create pods/exec", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}, finish_exec},
    {"get pods/exec", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}, finish_exec},
    {"create pods/attach", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}, finish_exec},
    {"get pods/attach", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}, finish_exec},
    {"create pods/portforward", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}},
    {"create selfsubjectaccessreviews", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}},
    {"create selfsubjectrulesreviews", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}},
    {"create subjectaccessreviews", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}},
    {"create tokenreviews", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}},
    {"create clusterrolebindings", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"delete clusterrolebindings", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"patch clusterrolebindings", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"update clusterrolebindings", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"create clusterroles", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"delete clusterroles", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"patch clusterroles", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"update clusterroles", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"create rolebindings", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"delete rolebindings", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"patch rolebindings", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"update rolebindings", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"create roles", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"delete roles", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"patch roles", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"update roles", "USER_RESOURCE_UPDATE_PERMISSIONS", {kEvent, kUser, kObject, kRequest}},
    {"create *", "USER_RESOURCE_CREATION", {kEvent, kUser, kObject, kRequest}},
    {"delete *", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject, kRequest}},
    {"deletecollection *", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject, kRequest}},
    {"create pods/eviction", "USER_RESOURCE_DELETION", {kEvent, kUser, kObject, kRequest}},
    {"patch *", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kUser, kObject, kRequest}},
    {"update *", "USER_RESOURCE_UPDATE_CONTENT", {kEvent, kUser, kObject, kRequest}},
    {"*", "USER_RESOURCE_ACCESS", {kEvent, kUser, kObject, kRequest}},
};

// `create pods/exec`; `get /healthz` where the request is about no object.
std::string_view kind_of(std::span<const Datum> data, Arena& arena) {
  std::string kind(find(data, "verb"));
  const std::string_view resource = find(data, "objectRef.resource");
  const std::string_view part = find(data, "objectRef.subresource");
  const std::string_view uri = find(data, "requestURI");
  kind.append(" ").append(resource.empty() ? uri.substr(0, uri.find('?')) : resource);
  if (!part.empty()) kind.append("/").append(part);
  return arena.copy(kind);
}

constexpr Recognition kRecognitions[] = {
    {{{"auditID", ""}, {"kind", "Event"}, {"apiVersion", "audit.k8s.io/*"}, {"verb", ""}}},
    {{{"auditID", ""}, {"stage", ""}, {"requestURI", ""}, {"user.username", ""}}},
};

}  // namespace

const LogType& kubernetes_audit_logs_log_type() {
  static constexpr LogType kType{
      .name = "KUBERNETES_AUDIT_LOGS",
      .title = "Kubernetes audit log",
      .vendor = "KUBERNETES",
      .product = "Kubernetes Audit Logs",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
