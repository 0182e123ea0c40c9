#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/join_plan.h"
#include "plan/metric_plan.h"
#include "plan/node.h"
#include "semantics/bound.h"
#include "semantics/data_table.h"
#include "udm/path.h"

namespace yaral::plan {

// A path that some rule reads from the event as a whole: one value, or all values as a list.
struct Slot {
  udm::Path path;
  bool list = false;
};

// A predicate that depends on nothing but constants and an event's scalar fields, or one text of an unnested field: computed
// once an event, or once a text, for all rules.
struct SharedPredicate {
  Node node;
  // The slot of the only field it reads, when that is text or a list of texts: results are remembered per distinct text.
  // kNone otherwise.
  std::uint32_t memo_slot = kNone;
  std::string pattern;  // needed_pattern(), when there is a memo_slot
};

// A repeated field that a rule unnests (language reference 3.9): where its elements are, seen from the element of the
// enclosing unnested field (`parent`), or from the event.
struct RepeatNode {
  std::uint32_t parent = kNone;
  std::vector<udm::PathStep> steps;
};

// Where the value of a field use comes from: while events are filtered, and afterwards.
struct FieldPlan {
  std::uint32_t variable = 0;
  std::uint32_t slot = kNone;       // of the plan: scalar paths and whole lists
  bool list = false;                // Access::kList
  std::uint32_t repeat = kNone;     // of VariablePlan::repeats: an element of an unnested field,
  std::vector<udm::PathStep> rest;  // and the way from that element to the value
  std::uint32_t cell = kNone;       // of a data table: the column
  std::uint32_t column = kNone;     // of VariablePlan::columns, when a kept row holds it
  Type type;
};

// A value that a kept row holds.
struct ColumnPlan {
  std::string key;  // what tells it from other columns
  Node value;
  Type type;
  bool fold = false;  // for comparisons without regard to case
};

// What one event variable (or joined table) of a rule asks of a record, and what is kept of those that pass.
struct VariablePlan {
  semantics::EventSource source = semantics::EventSource::kUdm;
  const semantics::DataTable* table = nullptr;  // of a joined table
  std::vector<RepeatNode> repeats;              // parents before children
  std::vector<Node> event_predicates;           // the same for every row of an event: tried first
  std::vector<Node> row_predicates;
  std::vector<bool> by_row;         // of each predicate in the order written: whether it is a row predicate
  std::vector<Node> nonzero;        // match keys that must not have their zero value (3.3)
  std::vector<ColumnPlan> columns;  // the match keys it has, then join operands, then fields
  std::vector<std::uint32_t> keys;  // the column of each match key of the rule, or kNone

  bool has_all_keys() const {
    for (const std::uint32_t column : keys)
      if (column == kNone) return false;
    return true;
  }
};

struct KeyPlan {
  std::string name;
  std::string source_path;
  Type type;
};

struct OutcomePlan {
  std::string name;
  Type type;
  Node value;
};

// Where a placeholder's value can be read: one of the variables that have it.
struct PlaceholderSource {
  std::uint32_t variable;
  Node value;
};

struct RulePlan {
  std::shared_ptr<const semantics::BoundRule> rule;
  std::vector<FieldPlan> fields;
  std::vector<VariablePlan> variables;
  std::vector<const semantics::DataTable*> setup_tables;  // beside BoundRule::setup
  JoinPlan joins;
  std::vector<std::vector<PlaceholderSource>> placeholders;  // only those that the condition counts are filled
  std::vector<KeyPlan> keys;
  std::vector<OutcomePlan> outcomes;
  std::vector<MetricPlan> metrics;
  Node condition;
};

}  // namespace yaral::plan
