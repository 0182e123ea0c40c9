#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "functions/signatures/metric_table.h"
#include "plan/node.h"
#include "semantics/bound.h"
#include "udm/path.h"

namespace yaral::plan {

// What has to be counted for metrics (language reference 8.7): the events of one function by one set of dimensions. Metrics
// of all rules that ask the same share it.
struct MetricSource {
  struct Dimension {
    udm::Path path;
    std::optional<udm::Path> instead;  // read when `path` has no value
    bool may_be_empty = false;         // namespaces: an event without one belongs to the empty one
  };
  const functions::MetricFunction* function;
  std::vector<Dimension> dimensions;  // ordered by name; the wildcard is the last
  bool wildcard = false;              // the last dimension is counted, not asked by
};

// One metric of a rule: what it asks of a source.
struct MetricPlan {
  std::uint32_t source;                  // of the plan
  std::vector<std::uint32_t> arguments;  // for each dimension asked by, the argument that is its value
  bool hourly = false;
  functions::MetricKind kind = functions::MetricKind::kEventCount;
  functions::MetricAgg agg = functions::MetricAgg::kAvg;
  std::optional<Node> filter;
};

// The source that a metric reads, and how; `source` is left to the caller.
struct MetricParts {
  std::string key;  // the same exactly for equal sources
  MetricSource source;
  MetricPlan plan;
};
MetricParts split_metric(const semantics::MetricUse& use);

// The fields that tell which events a metric counts, and how much they count.
struct PopulationPaths {
  udm::Path event_type;
  udm::Path action;
  udm::Path alert_state;
  udm::Path dns_id;
  udm::Path dns_response;
  udm::Path http_method;
  udm::Path http_response;
  udm::Path sent_bytes;
  udm::Path received_bytes;
  udm::Path target_port;
  udm::Path ip_protocol;
};
const PopulationPaths& population_paths();

// Everything that counting for the sources reads.
void add_metric_paths(std::span<const MetricSource> sources, std::vector<udm::Path>& paths);

}  // namespace yaral::plan
