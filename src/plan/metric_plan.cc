#include "plan/metric_plan.h"

#include <algorithm>
#include <numeric>

namespace yaral::plan {

namespace {

udm::Path path_of(std::string_view dotted) { return *udm::resolve(udm::event_root(), dotted); }

MetricSource::Dimension dimension_of(const std::string& name) {
  const auto* known = functions::find_metric_dimension(name);
  MetricSource::Dimension dimension{.path = path_of(name), .instead = {}, .may_be_empty = known == nullptr};
  if (known && !known->instead.empty()) dimension.instead = path_of(known->instead);
  return dimension;
}

}  // namespace

MetricParts split_metric(const semantics::MetricUse& use) {
  MetricParts parts{
      .key = std::string(use.function->name),
      .source = {.function = use.function, .dimensions = {}},
      .plan = {.source = 0, .arguments = {}, .hourly = use.hourly, .kind = use.kind, .agg = use.agg, .filter = {}}};
  std::vector<std::size_t> order(use.dimensions.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) {
    return std::pair(use.dimensions[i].wildcard, std::string_view(use.dimensions[i].path));
  });
  for (const std::size_t i : order) {
    const semantics::MetricDimension& dimension = use.dimensions[i];
    parts.key += (dimension.wildcard ? " *" : " ") + dimension.path;
    parts.source.dimensions.push_back(dimension_of(dimension.path));
    parts.source.wildcard |= dimension.wildcard;
    if (dimension.wildcard) continue;
    // Arguments are the values of the dimensions without wildcard, in the order written.
    const auto before =
        std::ranges::count(use.dimensions.begin(), use.dimensions.begin() + static_cast<std::ptrdiff_t>(i), false,
                           &semantics::MetricDimension::wildcard);
    parts.plan.arguments.push_back(static_cast<std::uint32_t>(before));
  }
  return parts;
}

const PopulationPaths& population_paths() {
  static const PopulationPaths kPaths{.event_type = path_of("metadata.event_type"),
                                      .action = path_of("security_result.action"),
                                      .alert_state = path_of("security_result.alert_state"),
                                      .dns_id = path_of("network.dns.id"),
                                      .dns_response = path_of("network.dns.response_code"),
                                      .http_method = path_of("network.http.method"),
                                      .http_response = path_of("network.http.response_code"),
                                      .sent_bytes = path_of("network.sent_bytes"),
                                      .received_bytes = path_of("network.received_bytes"),
                                      .target_port = path_of("target.port"),
                                      .ip_protocol = path_of("network.ip_protocol")};
  return kPaths;
}

void add_metric_paths(std::span<const MetricSource> sources, std::vector<udm::Path>& paths) {
  if (sources.empty()) return;
  for (const MetricSource& source : sources) {
    for (const MetricSource::Dimension& dimension : source.dimensions) {
      paths.push_back(dimension.path);
      if (dimension.instead) paths.push_back(*dimension.instead);
    }
  }
  const PopulationPaths& p = population_paths();
  paths.insert(paths.end(), {p.event_type, p.action, p.alert_state, p.dns_id, p.dns_response, p.http_method,
                             p.http_response, p.sent_bytes, p.received_bytes, p.target_port, p.ip_protocol});
}

}  // namespace yaral::plan
