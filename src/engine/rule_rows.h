#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "engine/filter.h"
#include "engine/joiner.h"
#include "engine/metric_store.h"
#include "engine/partition.h"
#include "functions/implementation.h"

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
  const std::atomic<bool>* stop = nullptr;
  std::uint32_t depth = 0;  // of the rule over detections, see RuleInfo
};

// All rows of a rule, in order, with the order of the records behind each variable.
struct RuleRows {
  explicit RuleRows(const plan::RulePlan& rule) : rows(rule), orders(rule.variables.size()) {}

  Arena table_values;
  RowSet rows;
  RecordOrders orders;
  std::uint64_t events = 0;  // that passed the predicates of some variable
};

// Fills `out` with what all workers kept of rule `number` and the rows of its tables; `notes` gets the mishaps on the way.
void gather_rows(const plan::RulePlan& rule, std::uint32_t number, const RuleInput& input, functions::RunNotes& notes,
                 RuleRows& out);

}  // namespace yaral::engine
