#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr FunctionInfo metric(std::string_view name, std::string_view summary) {
  return {.name = name,
          .kind = FunctionKind::kMetric,
          .overloads = {},
          .places = kOutcome,
          .availability = Availability::kBoth,
          .summary = summary,
          .behaviour = "Needs the history that Google SecOps keeps of each entity; not supported here yet.",
          .example = "$usual = max(metrics.auth_attempts_fail(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                     "target.user.userid: $who))"};
}

constexpr FunctionInfo kRows[] = {
    metric("metrics.alert_event_name_count", "How often alerts of a name occurred."),
    metric("metrics.auth_attempts_fail", "Logins that failed."),
    metric("metrics.auth_attempts_success", "Logins that succeeded."),
    metric("metrics.auth_attempts_total", "Logins."),
    metric("metrics.dns_bytes_outbound", "Bytes sent in DNS traffic."),
    metric("metrics.dns_queries_fail", "DNS queries answered with an error."),
    metric("metrics.dns_queries_success", "DNS queries answered without error."),
    metric("metrics.dns_queries_total", "DNS queries."),
    metric("metrics.file_executions_fail", "Process starts that were not allowed."),
    metric("metrics.file_executions_success", "Process starts that were allowed."),
    metric("metrics.file_executions_total", "Process starts."),
    metric("metrics.http_queries_fail", "HTTP requests answered with status 400 or above."),
    metric("metrics.http_queries_success", "HTTP requests answered with a status below 400."),
    metric("metrics.http_queries_total", "HTTP requests."),
    metric("metrics.network_bytes_inbound", "Bytes received."),
    metric("metrics.network_bytes_outbound", "Bytes sent."),
    metric("metrics.network_bytes_total", "Bytes sent and received."),
    metric("metrics.resource_creation_success", "Resources created."),
    metric("metrics.resource_creation_total", "Attempts to create resources."),
    metric("metrics.resource_deletion_success", "Resources deleted."),
    metric("metrics.resource_read_fail", "Attempts to read resources that failed."),
    metric("metrics.resource_read_success", "Resources read."),
};

}  // namespace

std::span<const FunctionInfo> metrics() { return kRows; }

}  // namespace yaral::functions::rows
