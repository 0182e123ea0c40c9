#include "functions/signatures/metric_table.h"

#include <algorithm>

namespace yaral::functions {

namespace {

using enum MetricPopulation;
using enum MetricResult;

constexpr MetricFunction kFunctions[] = {
    {"metrics.alert_event_name_count", kAlerts},
    {"metrics.auth_attempts_fail", kLogins, kFail},
    {"metrics.auth_attempts_success", kLogins, kSuccess},
    {"metrics.auth_attempts_total", kLogins},
    {"metrics.dns_bytes_outbound", kDnsBytes, kAny, MetricBytes::kSent},
    {"metrics.dns_queries_fail", kDnsQueries, kFail},
    {"metrics.dns_queries_success", kDnsQueries, kSuccess},
    {"metrics.dns_queries_total", kDnsQueries},
    {"metrics.file_executions_fail", kExecutions, kFail},
    {"metrics.file_executions_success", kExecutions, kSuccess},
    {"metrics.file_executions_total", kExecutions},
    {"metrics.http_queries_fail", kHttpQueries, kFail},
    {"metrics.http_queries_success", kHttpQueries, kSuccess},
    {"metrics.http_queries_total", kHttpQueries},
    {"metrics.network_bytes_inbound", kBytes, kAny, MetricBytes::kReceived},
    {"metrics.network_bytes_outbound", kBytes, kAny, MetricBytes::kSent},
    {"metrics.network_bytes_total", kBytes, kAny, MetricBytes::kBoth},
    {"metrics.resource_creation_success", kResourceCreation, kSuccess},
    {"metrics.resource_creation_total", kResourceCreation},
    {"metrics.resource_deletion_success", kResourceDeletion, kSuccess},
    {"metrics.resource_read_fail", kResourceRead, kFail},
    {"metrics.resource_read_success", kResourceRead, kSuccess},
};

constexpr std::uint16_t bit(MetricPopulation p) { return static_cast<std::uint16_t>(1u << static_cast<unsigned>(p)); }
constexpr std::uint16_t kAll = 0x3ff;
constexpr std::uint16_t kDns = bit(kDnsBytes) | bit(kDnsQueries);
constexpr std::uint16_t kWeb = bit(kHttpQueries) | bit(kBytes);
constexpr std::uint16_t kResources = bit(kResourceCreation) | bit(kResourceDeletion) | bit(kResourceRead);

constexpr MetricDimension kDimensions[] = {
    {"metadata.event_type", "", kAll},
    {"metadata.product_name", "", kAll},
    {"metadata.vendor_name", "", kAll},
    {"network.dns.questions.type", "", kDns},
    {"network.dns_domain", "", kDns},
    {"network.http.user_agent", "", bit(kLogins) | kWeb},
    {"network.tls.client.certificate.sha256", "", bit(kLogins) | kWeb},
    {"principal.asset.asset_id", "principal.asset_id", kAll},
    {"principal.asset.hostname", "principal.hostname", kAll},
    {"principal.asset.ip", "principal.ip", kAll},
    {"principal.asset.mac", "principal.mac", kAll},
    {"principal.asset.product_object_id", "", kAll},
    {"principal.ip_geo_artifact.location.country_or_region", "", kAll},
    {"principal.ip_geo_artifact.network.organization_name", "", kAll},
    {"principal.process.file.full_path", "", bit(kExecutions)},
    {"principal.process.file.sha256", "", bit(kExecutions)},
    {"principal.user.email_addresses", "", kAll},
    {"principal.user.employee_id", "", kAll},
    {"principal.user.product_object_id", "", kAll},
    {"principal.user.userid", "", kAll},
    {"principal.user.windows_sid", "", kAll},
    {"security_result.rule_name", "", bit(kAlerts)},
    {"target.application", "", bit(kLogins) | kResources},
    {"target.asset.asset_id", "target.asset_id", kAll},
    {"target.asset.hostname", "target.hostname", kAll},
    {"target.asset.ip", "target.ip", kAll},
    {"target.asset.mac", "target.mac", kAll},
    {"target.asset.product_object_id", "", kAll},
    {"target.ip", "", kDns | kWeb},
    {"target.location.name", "", kResources},
    {"target.user.email_addresses", "", kAll},
    {"target.user.employee_id", "", kAll},
    {"target.user.product_object_id", "", kAll},
    {"target.user.userid", "", kAll},
    {"target.user.windows_sid", "", kAll},
};

constexpr std::string_view kKindNames[] = {"event_count_sum", "first_seen", "last_seen", "value_sum",
                                           "num_unique_filter_values"};
constexpr std::string_view kAggNames[] = {"avg", "max", "min", "num_metric_periods", "stddev", "sum"};

}  // namespace

std::span<const MetricFunction> metric_functions() { return kFunctions; }

const MetricFunction* find_metric_function(std::string_view name) {
  const auto* at = std::ranges::find(kFunctions, name, &MetricFunction::name);
  return at == std::end(kFunctions) ? nullptr : at;
}

std::span<const MetricDimension> metric_dimensions() { return kDimensions; }

const MetricDimension* find_metric_dimension(std::string_view path) {
  const auto* at = std::ranges::find(kDimensions, path, &MetricDimension::path);
  return at == std::end(kDimensions) ? nullptr : at;
}

std::span<const std::string_view> metric_kind_names() { return kKindNames; }
std::span<const std::string_view> metric_agg_names() { return kAggNames; }

}  // namespace yaral::functions
