#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "detections/detection.h"
#include "engine/engine.h"
#include "engine/filter.h"
#include "engine/metric_store.h"
#include "engine/metric_store.h"

namespace yaral::engine {

// What one kind of record left behind while it was filtered: the rows of every rule, and their order.
struct FilteredRecords {
  std::vector<const Filter*> filters;
  const EventOrder* order = nullptr;
};

// What a rule is run on.
struct RuleInput {
  FilteredRecords events;  // and entities
  FilteredRecords detections;
  const MetricStore* metrics = nullptr;
  std::int64_t now_seconds = 0;
  bool hop_grid = false;
  std::uint32_t depth = 0;  // of the rule over detections, see RuleInfo
};

// The second half of the engine for one rule: gathers the rows of all workers, parts them by key, walks the windows and
// makes the detections, ordered by detection time and suppressed. Rules run independently of each other.
std::vector<detections::Detection> run_rule(const plan::Plan& plan, std::uint32_t number, const RuleInput& input,
                                            RuleStats& stats);

}  // namespace yaral::engine
