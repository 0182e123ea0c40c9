#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "engine/event_view.h"
#include "explain/explanation.h"
#include "explain/filter_step.h"
#include "functions/implementation.h"
#include "plan/plan.h"

namespace yaral::explain {

// Watches records pass the predicates of event variables, one after the other: as the engine filters them, but without
// stopping at the first predicate that fails. Remembers counts only.
class Funnel {
 public:
  // For these rules of the plan, which must outlive the funnel.
  Funnel(const plan::Plan& plan, std::span<const std::uint32_t> rules, std::int64_t now_seconds);

  // An event or entity, for all variables over such records.
  void add(const udm::Event& record);
  // A record for these variables.
  void add(const udm::Event& record, std::span<const plan::RuleVariable> concerned);
  // The rows of the data tables that the rules join. Once.
  void add_tables();

  // What became of the records of a rule's variables. `passed` and `rows` are left to the engine.
  std::vector<VariableCount> counts(std::uint32_t rule, bool verbose) const;

 private:
  struct Gate {
    std::uint32_t slot;
    std::set<std::int64_t> numbers;
    std::set<std::string> texts;
  };
  // One event variable.
  struct Watch {
    std::uint32_t rule;
    std::uint32_t variable;
    std::optional<Gate> gate;
    std::vector<FilterStep> steps;
    std::vector<std::uint32_t> keys;  // of BoundRule::keys, by VariablePlan::nonzero
    std::vector<std::uint64_t> empty_keys;
    std::uint64_t records = 0;
    std::uint64_t gated = 0;
    ValueTally other_values;
  };

  Watch watch(std::uint32_t rule, std::uint32_t variable) const;
  std::optional<Gate> gate_of(std::uint32_t rule, std::uint32_t variable) const;
  void open(const udm::Event& record);
  void try_record(Watch& watch);
  bool passes_gate(Watch& watch);
  // Tests a row, of a record that passes the gate or not; true when it passes. `empty_key` gets the key that is empty in a row that passes else.
  bool try_row(Watch& watch, engine::Scope& row, bool gated, std::optional<std::size_t>& empty_key);
  static bool sees_records(const plan::RulePlan& rule, std::uint32_t variable);

  const plan::Plan& plan_;
  Arena scratch_;
  functions::RunNotes notes_;
  functions::CallContext context_;
  engine::EventView view_;
  std::deque<Watch> watches_;
  std::uint64_t record_ = 0;  // number of the current one
};

}  // namespace yaral::explain
