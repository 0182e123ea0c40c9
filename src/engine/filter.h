#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/arena.h"
#include "engine/event_store.h"
#include "engine/event_view.h"
#include "engine/rows.h"
#include "plan/plan.h"

namespace yaral::engine {

// A row that passed a rule's predicates, in compact form: which event, which of its rows, and the values that keys,
// outcomes and condition read. `values` holds the keys first, then RulePlan::stored_fields in order.
struct StoredRow {
  std::uint32_t event;    // of the worker's EventStore
  std::uint32_t ordinal;  // of the row in its event
  const Value* values;
};

// What one worker holds of one rule.
struct RuleState {
  std::vector<StoredRow> rows;
  std::uint64_t events = 0;  // that passed
  functions::RunNotes notes;
};

// The first half of the engine, one a worker: tries every event against the rules it can concern and keeps the rows that
// pass. Shares nothing with other workers.
class Filter {
 public:
  Filter(const plan::Plan& plan, std::int64_t now_seconds);

  void ingest(std::span<const udm::Event> events);

  const EventStore& events() const { return store_; }
  const RuleState& state(std::uint32_t rule) const { return states_[rule]; }
  // Mishaps in predicates that rules share; those of one rule are in its state.
  const functions::RunNotes& shared_notes() const { return shared_notes_; }

 private:
  void ingest(const udm::Event& event);
  void try_rule(std::uint32_t number);
  void try_rows(const plan::RulePlan& rule, RuleState& state);
  // Keeps the row; false when a key that must not be zero is.
  bool keep_row(const plan::RulePlan& rule, RuleState& state, RowScope& row, std::uint32_t ordinal,
                functions::CallContext& context);
  Value intern(const Value& value);

  const plan::Plan& plan_;
  Arena scratch_;
  functions::RunNotes shared_notes_;
  functions::CallContext context_;
  EventView view_;
  EventStore store_;
  Arena values_;
  boost::unordered_flat_map<std::string_view, std::string_view> texts_;
  std::vector<RuleState> states_;
  std::uint32_t kept_ = plan::kNone;  // the current event in the store
  std::uint32_t since_reset_ = 0;
};

}  // namespace yaral::engine
