#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plan/access.h"
#include "plan/gate.h"
#include "plan/rule_plan.h"
#include "plan/text_filter.h"
#include "semantics/bound.h"
#include "semantics/data_table.h"
#include "udm/path.h"

namespace yaral::plan {

// Entries of reference lists by name (language reference 3.12).
using Lists = std::map<std::string, std::vector<std::string>, std::less<>>;

// What rules look up and join besides events. Must outlive the plan.
struct Lookups {
  Lists lists;
  semantics::DataTables tables;
};

// Why a bound rule cannot run, or an entry of a list cannot be used.
struct PlanProblem {
  std::string rule;  // empty when a list is at fault
  std::string message;
  bool fatal = false;  // the rule was left out

  bool operator==(const PlanProblem&) const = default;
};

// `rule NAME: message`, as all messages about one rule begin; the message alone when it is about no rule.
std::string about_rule(std::string_view rule, std::string_view message);

// Adds a problem, unless it is there already: a table that is missing is missing for each of its columns.
void add_problem(std::vector<PlanProblem>& problems, PlanProblem problem);

// The gates of the variables over each source of records, by semantics::EventSource.
using Gates = std::array<GateIndex, 3>;

// All rules, ready to run over events together: paths that rules read have become slots, predicates that several rules
// share have become one, and an index tells which rules an event can concern at all. Read-only after construction and
// shared by all threads.
class Plan {
 public:
  // Rules that need a list or table that is not given are left out and reported. `threads` may work on it.
  Plan(std::vector<semantics::BoundRule> rules, const Lookups& lookups, std::vector<PlanProblem>& problems,
       unsigned threads = 1);

  std::span<const RulePlan> rules() const { return rules_; }
  std::span<const Slot> slots() const { return slots_; }
  // The paths of events behind the slots and the unnested fields: what a reader has to project.
  std::vector<udm::Path> paths() const;
  std::span<const SharedPredicate> predicates() const { return predicates_; }
  // What is tried on the texts of a slot before its predicates; null when there is nothing.
  const TextFilter* text_filter(std::uint32_t slot) const { return filters_[slot].get(); }
  const GateIndex& gates(semantics::EventSource source) const { return gates_[static_cast<std::size_t>(source)]; }
  // How the variables over events are found; those of its `rest` by their gates.
  const AccessPlan& access() const { return access_; }
  // What has to be counted for metrics, over events of any kind.
  std::span<const MetricSource> metric_sources() const { return metric_sources_; }

 private:
  void make_filters(unsigned threads);

  std::vector<Slot> slots_;
  std::vector<SharedPredicate> predicates_;
  std::vector<std::unique_ptr<const TextFilter>> filters_;  // by slot
  std::vector<RulePlan> rules_;
  Gates gates_;
  AccessPlan access_;
  std::vector<MetricSource> metric_sources_;
};

}  // namespace yaral::plan
