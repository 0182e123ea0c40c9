#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/KUBERNETES_AUTH_PROXY.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kSeverities[] = {
    {"INFO", "INFORMATIONAL"}, {"NOTICE", "INFORMATIONAL"}, {"WARNING", "MEDIUM"},
    {"ALERT", "CRITICAL"},     {"EMERGENCY", "CRITICAL"},
};

constexpr Code kDecisions[] = {{"allow", "ALLOW"}, {"forbid", "BLOCK"}};
constexpr Code kStates[] = {{"CONNECTED", "ALLOW"}, {"OPEN", "ALLOW"}, {"CLOSE", "ALLOW"}};

constexpr Row kEntry[] = {
    {"timestamp", "", kEventTime},
    {"insertId", "metadata.product_log_id"},
    {"severity", "security_result.severity", kText, false, kSeverities},
    {"logName", "target.process.file.full_path"},
    {"resource.type", "target.resource.resource_subtype"},
    {"resource.labels.project_id", "target.resource.id"},
    {"resource.labels.location", "target.location.country_or_region"},
};

constexpr Row kContainer[] = {
    {"labels.compute.googleapis.com/resource_name", "target.resource.name"},
    {"labels.k8s-pod/app", "additional.fields[\"k8s_pod_app\"]"},
    {"labels.k8s-pod/pod-template-hash", "additional.fields[\"k8s_pod_template_hash\"]"},
    {"labels.k8s-pod/security_istio_io/tlsMode", "additional.fields[\"k8s_pod_tls_mode\"]"},
    {"labels.k8s-pod/service_istio_io/canonical-name", "additional.fields[\"k8s_pod_canonical_name\"]"},
    {"labels.k8s-pod/service_istio_io/canonical-revision", "additional.fields[\"k8s_pod_canonical_revision\"]"},
    {"resource.labels.pod_name", "additional.fields[\"Pod Name\"]"},
    {"resource.labels.container_name", "additional.fields[\"container name\"]"},
    {"resource.labels.namespace_name", "target.namespace"},
    {"textPayload", "metadata.description"},
};

constexpr Row kLog[] = {
    {"jsonPayload.message", "metadata.description"},
    {"jsonPayload.log", "metadata.description"},
    {"jsonPayload.hostname", "principal.hostname"},
    {"jsonPayload.region", "principal.location.country_or_region"},
    {"jsonPayload.chartVersion", "metadata.product_version"},
    {"jsonPayload.session", "network.session_id"},
    {"jsonPayload.http.req.id", "additional.fields[\"http_req_id\"]"},
    {"jsonPayload.http.req.path", "additional.fields[\"http_req_path\"]"},
    {"jsonPayload.http.req.method", "network.http.method"},
    {"jsonPayload.nodeName", "about.resource.attribute.labels[\"JsonPayload NodeName\"]"},
    {"jsonPayload.componentName", "about.resource.attribute.labels[\"JsonPayload componentName\"]"},
    {"jsonPayload.componentVersion", "about.resource.attribute.labels[\"JsonPayload componentVersion\"]"},
    {"jsonPayload.azureResourceID", "about.resource.attribute.labels[\"JsonPayload azureResourceID\"]"},
};

// What the proxies of the service mesh say of a connection.
constexpr Row kTraffic[] = {
    {"labels.source_app", "principal.application"},
    {"labels.source_name", "principal.hostname"},
    {"labels.source_ip", "", kCode},
    {"labels.source_port", "principal.port", kPort},
    {"labels.source_principal", "principal.administrative_domain"},
    {"labels.destination_app", "target.application"},
    {"labels.destination_service_host", "target.hostname"},
    {"labels.destination_ip", "", kCode},
    {"labels.destination_port", "target.port", kPort},
    {"labels.destination_principal", "target.administrative_domain"},
    {"labels.destination_canonical_revision", "security_result.about.labels[\"Destination Canonical Revision\"]"},
    {"labels.requested_server_name", "security_result.about.resource.attribute.labels[\"Requested Server Name\"]"},
    {"labels.requested_server_name", "network.tls.client.server_name"},
    {"labels.protocol", "network.ip_protocol", kIpProtocol},
    {"labels.total_received_bytes", "network.received_bytes"},
    {"labels.total_sent_bytes", "network.sent_bytes"},
    {"labels.connection_id", "network.session_id"},
    {"labels.connection_state", "security_result.action", kText, true, kStates},
    {"labels.upstream_cluster", "", kCode, true},
};

constexpr Row kAudit[] = {
    {"labels.authorization.k8s.io/decision", "security_result.action", kText, false, kDecisions},
    {"labels.authorization.k8s.io/reason", "security_result.description"},
    {"operation.id", "target.resource.product_object_id"},
    {"operation.producer", "target.resource.attribute.labels[\"producer\"]"},
    {"operation.first", "target.resource.attribute.labels[\"first\"]"},
    {"operation.last", "target.resource.attribute.labels[\"last\"]"},
    {"protoPayload.methodName", "metadata.product_event_type"},
    {"protoPayload.serviceName", "target.application"},
    {"protoPayload.resourceName", "target.resource.name"},
    {"protoPayload.authenticationInfo.principalEmail", "principal.user", kMailUser},
    {"protoPayload.requestMetadata.callerIp", "principal.ip", kIp},
    {"protoPayload.requestMetadata.callerSuppliedUserAgent", "network.http.user_agent"},
    {"protoPayload.status.message", "security_result.summary"},
    {"protoPayload.request.metadata.namespace", "principal.namespace"},
    {"protoPayload.request.apiVersion", "principal.resource.attribute.labels[\"request apiVersion\"]"},
    {"protoPayload.request.kind", "principal.resource.attribute.labels[\"request kind\"]"},
    {"protoPayload.request.@type", "principal.resource.attribute.labels[\"request type\"]"},
    {"protoPayload.response.metadata.namespace", "target.namespace"},
    {"protoPayload.response.metadata.name", "principal.resource.attribute.labels[\"response metadata name\"]"},
    {"protoPayload.response.metadata.name", "target.resource.attribute.labels[\"response metadata name\"]"},
    {"protoPayload.response.metadata.resourceVersion", "principal.resource.attribute.labels[\"resource version\"]"},
    {"protoPayload.response.metadata.resourceVersion", "target.resource.attribute.labels[\"resource version\"]"},
    {"protoPayload.response.apiVersion", "target.resource.attribute.labels[\"response apiVersion\"]"},
    {"protoPayload.response.kind", "target.resource.attribute.labels[\"response kind\"]"},
    {"protoPayload.response.@type", "target.resource.attribute.labels[\"response type\"]"},
};

// `192.0.2.1:6379`
void put_address(Draft& draft, const udm::Path& path, std::string_view text) {
  const std::string_view address = to_ip(text.substr(0, text.rfind(':')));
  if (!address.empty()) draft.put(path, Value::string(draft.keep(address)));
}

void finish_traffic(Draft& draft) {
  put_address(draft, YARAL_PATH("principal.ip"), draft.find("labels.source_ip"));
  put_address(draft, YARAL_PATH("target.ip"), draft.find("labels.destination_ip"));
  const bool inbound = draft.find("labels.upstream_cluster").starts_with("inbound");
  draft.put_enum(YARAL_PATH("network.direction"), inbound ? "INBOUND" : "OUTBOUND");
}

constexpr Constant kCluster[] = {{"target.resource.resource_type", "CLUSTER"}};

constexpr Mapping kMappings[] = {
    {"traffic", "NETWORK_CONNECTION", {kEntry, kContainer, kTraffic}, finish_traffic, false, kCluster},
    {"status", "STATUS_UPDATE", {kEntry, kContainer, kLog}, nullptr, false, kCluster},
    {"create", "RESOURCE_CREATION", {kEntry, kAudit}, nullptr, false, kCluster},
    {"delete*", "RESOURCE_DELETION", {kEntry, kAudit}, nullptr, false, kCluster},
    {"update", "RESOURCE_WRITTEN", {kEntry, kAudit}, nullptr, false, kCluster},
    {"patch", "RESOURCE_WRITTEN", {kEntry, kAudit}, nullptr, false, kCluster},
    {"read", "RESOURCE_READ", {kEntry, kAudit}, nullptr, false, kCluster},
    {"log", "USER_RESOURCE_ACCESS", {kEntry, kContainer, kLog}, nullptr, false, kCluster},
};

// Of audit records the verb, the last part of the method: `io.k8s.coordination.v1.leases.update`.
std::string_view kind_of(std::span<const Datum> data, Arena&) {
  if (const std::string_view method = find(data, "protoPayload.methodName"); !method.empty()) {
    const std::string_view verb = method.substr(method.rfind('.') + 1);
    const bool writes = verb == "create" || verb == "update" || verb == "patch" || verb.starts_with("delete");
    return writes ? verb : "read";
  }
  if (!find(data, "labels.source_ip").empty()) return "traffic";
  return find(data, "jsonPayload.hostname").empty() ? "log" : "status";
}

constexpr Recognition kRecognitions[] = {
    {{{"insertId", ""}, {"resource.type", "k8s_container"}, {"logName", "projects/*"}, {"timestamp", ""}}},
    {{{"insertId", ""},
      {"resource.type", "k8s_cluster"},
      {"protoPayload.serviceName", "anthosgke.googleapis.com"},
      {"labels.authorization.k8s.io/decision", ""}}},
};

}  // namespace

const LogType& kubernetes_auth_proxy_log_type() {
  static constexpr LogType kType{
      .name = "KUBERNETES_AUTH_PROXY",
      .title = "Kubernetes containers, Google Cloud Logging",
      .vendor = "KUBERNETES",
      .product = "KUBERNETES_AUTH_PROXY",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
