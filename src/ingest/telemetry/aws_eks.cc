#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/AWS_EKS.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kLine[] = {
    {"attributes.time", "", kEventTime},
    {"attributes.log_type", "metadata.product_event_type"},
    {"attributes.chronicle_log_type", "", kCode},
    {"attributes.log.file.name", "principal.process.file.names"},
    {"attributes.stream", "additional.fields[\"attributes_stream\"]"},
    {"body", "metadata.description"},
    {"resource_attributes.k8s.cluster.name", "target.resource.name"},
    {"resource_attributes.k8s.container.name", "principal.resource.attribute.labels[\"k8s_container_name\"]"},
    {"resource_attributes.k8s.namespace.name", "principal.namespace"},
    {"resource_attributes.k8s.node.name", "principal.hostname"},
    {"resource_attributes.k8s.pod.name", "principal.application"},
};

// `ip-10-0-1-5.eu-central-1.compute.internal`: nodes are named after their address and region.
void put_node(Draft& draft) {
  const std::string_view node = draft.find("resource_attributes.k8s.node.name");
  const auto dot = node.find('.');
  if (!node.starts_with("ip-") || dot == std::string_view::npos) return;
  std::string ip(node.substr(3, dot - 3));
  for (char& c : ip) c = c == '-' ? '.' : c;
  draft.put_text(YARAL_PATH("principal.ip"), draft.arena().copy(std::string(to_ip(ip))));
  const std::string_view zone = node.substr(dot + 1);
  const auto end = zone.find('.');
  if (end == std::string_view::npos) return;
  draft.put_text(YARAL_PATH("principal.location.name"), zone.substr(0, end));
  draft.put_text(YARAL_PATH("principal.domain.name"), zone.substr(end + 1));
}

// `… request: PUT:https://192.0.2.1:443/api/…`
void put_request(Draft& draft) {
  constexpr std::string_view kRequest = "request: ";
  std::string_view text = draft.find("body");
  const auto at = text.find(kRequest);
  if (at == std::string_view::npos) return;
  text.remove_prefix(at + kRequest.size());
  text = text.substr(0, text.find(' '));
  const auto colon = text.find(':');
  const std::string_view url = text.substr(std::min(text.size(), colon + 1));
  const auto scheme = url.find("://");
  if (colon == std::string_view::npos || scheme == std::string_view::npos) return;
  const std::string_view host = url.substr(scheme + 3, url.find('/', scheme + 3) - scheme - 3);
  const std::string_view name = host.substr(0, host.find(':'));
  draft.set_type("NETWORK_HTTP");
  draft.put_text(YARAL_PATH("network.http.method"), text.substr(0, colon));
  draft.put_text(YARAL_PATH("target.url"), url);
  draft.put_text(to_ip(name).empty() ? YARAL_PATH("target.hostname") : YARAL_PATH("target.ip"), name);
  const auto port = to_unsigned(host.substr(std::min(host.size(), name.size() + 1)));
  if (port && *port < 65536) draft.put(YARAL_PATH("target.port"), Value::integer(static_cast<std::int64_t>(*port)));
}

void finish(Draft& draft) {
  put_node(draft);
  put_request(draft);
}

constexpr Mapping kMappings[] = {{"*", "STATUS_UPDATE", {kLine}, finish}};

constexpr Recognition kRecognitions[] = {
    {{{"attributes.chronicle_log_type", "AWS_EKS"}, {"resource_attributes", ""}, {"body", ""}}},
};

}  // namespace

const LogType& aws_eks_log_type() {
  static constexpr LogType kType{
      .name = "AWS_EKS",
      .title = "AWS EKS container logs",
      .vendor = "AMAZON",
      .product = "AWS Elastic Kubernetes Service",
      .recognitions = kRecognitions,
      .kind_field = "attributes.log_type",
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
