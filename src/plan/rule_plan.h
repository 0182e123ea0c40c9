#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/metric_plan.h"
#include "plan/node.h"
#include "semantics/bound.h"
#include "udm/path.h"

namespace yaral::plan {

// A path that some rule reads from the event as a whole: one value, or all values as a list.
struct Slot {
  udm::Path path;
  bool list = false;
};

// A predicate that depends on nothing but an event's scalar fields and constants: computed once an event for all rules.
struct SharedPredicate {
  Node node;
  // The slot of the only field it reads, when that is text and the test costs more than a look-up: results are remembered
  // per distinct value. kNone otherwise.
  std::uint32_t memo_slot = kNone;
};

// A repeated field that a rule unnests (language reference 3.9): where its elements are, seen from the element of the
// enclosing unnested field (`parent`), or from the event.
struct RepeatNode {
  std::uint32_t parent = kNone;
  std::vector<udm::PathStep> steps;
};

// Where the value of a field use comes from.
struct FieldPlan {
  std::uint32_t slot = kNone;       // of the plan: scalar paths and whole lists
  bool list = false;                // Access::kList
  std::uint32_t repeat = kNone;     // of RulePlan::repeats: an element of an unnested field,
  std::vector<udm::PathStep> rest;  // and the way from that element to the value
  Type type;
};

struct KeyPlan {
  std::string name;
  std::string source_path;
  Type type;
  Node value;
  bool drop_zero = false;
};

struct OutcomePlan {
  std::string name;
  Type type;
  Node value;
};

struct RulePlan {
  std::shared_ptr<const semantics::BoundRule> rule;
  std::vector<FieldPlan> fields;
  std::vector<RepeatNode> repeats;     // parents before children
  std::vector<Node> event_predicates;  // the same for every row of an event: tried first
  std::vector<Node> row_predicates;
  std::vector<Node> placeholders;
  std::vector<KeyPlan> keys;
  std::vector<OutcomePlan> outcomes;
  std::vector<MetricPlan> metrics;
  Node condition;
  // Fields that are read after filtering (keys, placeholders, outcomes, condition): what a stored row has to hold.
  std::vector<std::uint32_t> stored_fields;
  std::vector<std::uint32_t> counted_placeholders;  // those whose distinct values the condition counts
};

}  // namespace yaral::plan
