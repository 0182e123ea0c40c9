#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr std::string_view kBehaviour = "Computed from the events scanned and `--metrics-history`; 0 without data.";

constexpr FunctionRow kRows[] = {
    {.forms = {"metrics.alert_event_name_count() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "How often alerts of a name occurred.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.alert_event_name_count(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.auth_attempts_fail() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Logins that failed.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.auth_attempts_fail(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.auth_attempts_success() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Logins that succeeded.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.auth_attempts_success(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.auth_attempts_total() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Logins.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.auth_attempts_total(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.dns_bytes_outbound() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Bytes sent in DNS traffic.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.dns_bytes_outbound(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.dns_queries_fail() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "DNS queries answered with an error.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.dns_queries_fail(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.dns_queries_success() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "DNS queries answered without error.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.dns_queries_success(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.dns_queries_total() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "DNS queries.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.dns_queries_total(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.file_executions_fail() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Process starts that were not allowed.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.file_executions_fail(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.file_executions_success() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Process starts that were allowed.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.file_executions_success(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.file_executions_total() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Process starts.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.file_executions_total(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.http_queries_fail() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "HTTP requests answered with status 400 or above.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.http_queries_fail(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.http_queries_success() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "HTTP requests answered with a status below 400.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.http_queries_success(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.http_queries_total() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "HTTP requests.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.http_queries_total(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.network_bytes_inbound() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Bytes received.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.network_bytes_inbound(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.network_bytes_outbound() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Bytes sent.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.network_bytes_outbound(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.network_bytes_total() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Bytes sent and received.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.network_bytes_total(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.resource_creation_success() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Resources created.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.resource_creation_success(period: 1d, window: 30d, metric: event_count_sum, "
                "agg: avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.resource_creation_total() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Attempts to create resources.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.resource_creation_total(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.resource_deletion_success() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Resources deleted.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.resource_deletion_success(period: 1d, window: 30d, metric: event_count_sum, "
                "agg: avg, target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.resource_read_fail() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Attempts to read resources that failed.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.resource_read_fail(period: 1d, window: 30d, metric: event_count_sum, agg: avg, "
                "target.user.userid: $who))",
     .places = kOutcome},
    {.forms = {"metrics.resource_read_success() -> float"},
     .kind = FunctionKind::kMetric,
     .summary = "Resources read.",
     .behaviour = kBehaviour,
     .example = "$usual = max(metrics.resource_read_success(period: 1d, window: 30d, metric: event_count_sum, agg: "
                "avg, target.user.userid: $who))",
     .places = kOutcome},
};

}  // namespace

std::span<const FunctionRow> metrics_rows() { return kRows; }

}  // namespace yaral::functions
