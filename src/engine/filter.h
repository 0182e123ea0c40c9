#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <boost/container/deque.hpp>

#include "base/arena.h"
#include "engine/cost.h"
#include "engine/event_store.h"
#include "engine/event_view.h"
#include "engine/recent_texts.h"
#include "engine/rows.h"
#include "plan/plan.h"

namespace yaral::engine {

// A row that passed the predicates of an event variable, in compact form: which event, which of its rows, and the values
// that joins, keys, outcomes and condition read, as VariablePlan::columns says.
struct StoredRow {
  std::uint32_t event;    // of the worker's EventStore
  std::uint32_t ordinal;  // of the row in its event
  const Value* values;
};

// What one worker holds of one event variable of a rule.
struct VariableState {
  boost::container::deque<StoredRow> rows;
  std::uint64_t events = 0;  // that passed
};

// What one worker holds of one rule.
struct RuleState {
  std::vector<VariableState> variables;
  functions::RunNotes notes;
};

struct FilterOptions {
  std::int64_t now_seconds = 0;
  // Bytes that may be kept of events; what passes when they are used up is counted and forgotten.
  std::size_t memory = SIZE_MAX;
  // Bytes of the kept events' JSON after which it goes to a temporary file. Such a filter must be flushed before its events
  // are read.
  std::size_t json_in_memory = SIZE_MAX;
  bool costs = false;  // whether to find out what rules cost
};

// The value of a column for a row; text that is compared without regard to case is folded.
Value column_value(const plan::ColumnPlan& column, Scope& scope, functions::CallContext& context);

// The first half of the engine, one a worker: tries every event against the variables it can concern and keeps the rows that
// pass. Shares nothing with other workers.
class Filter {
 public:
  Filter(const plan::Plan& plan, const FilterOptions& options);

  // Events or entities: each concerns the variables over its source that the gates let it to.
  void ingest(std::span<const udm::Event> events);
  // A record for these variables only.
  void ingest(const udm::Event& record, std::span<const plan::RuleVariable> concerned);
  // Call before events are read that were kept since the last call.
  void flush() { store_.flush(); }

  const EventStore& events() const { return store_; }
  const RuleState& state(std::uint32_t rule) const { return states_[rule]; }
  // Mishaps in predicates that rules share; those of one rule are in its state.
  const functions::RunNotes& shared_notes() const { return shared_notes_; }
  // What rules cost; nothing unless it was asked for.
  const std::optional<Costs>& costs() const { return costs_; }

 private:
  void open(const udm::Event& event);
  void ingest(const udm::Event& event);
  void try_accessed();
  void try_variables(const udm::Event& event);
  void try_variable(const plan::RuleVariable& which);
  // `test` is asked for each predicate by its number, as VariableCost counts them.
  template <typename Test>
  void try_variable(const plan::RuleVariable& which, Test& test);
  template <typename Test>
  void try_rows(const plan::RulePlan& rule, const plan::VariablePlan& variable, VariableState& state,
                functions::RunNotes& notes, Test& test);
  void keep_row(const plan::VariablePlan& variable, VariableState& state, RowScope& row, std::uint32_t ordinal,
                functions::CallContext& context);
  bool has_room(const plan::VariablePlan& variable) const;
  Value keep_value(const Value& value);

  const plan::Plan& plan_;
  Arena scratch_;
  functions::RunNotes shared_notes_;
  functions::CallContext context_;
  EventView view_;
  EventStore store_;
  Arena values_;
  RecentTexts texts_;
  std::size_t memory_;          // that may be used
  std::size_t row_bytes_ = 0;   // of the rows, without what their values point to
  std::size_t list_bytes_ = 0;  // of values that are no texts
  std::vector<RuleState> states_;
  std::optional<Costs> costs_;
  std::uint32_t kept_ = plan::kNone;  // the current event in the store
  std::uint32_t epoch_ = 0;           // of the current event
  std::vector<std::uint32_t> tried_;  // by variable of the access plan: the epoch of the last event that gave access
  std::vector<std::uint32_t> accessed_;
  std::uint32_t since_reset_ = 0;
};

}  // namespace yaral::engine
