#include "engine/filter.h"

#include <algorithm>

#include <boost/container/small_vector.hpp>

#include "base/text.h"
#include "engine/evaluate.h"
#include "engine/record_span.h"

namespace yaral::engine {

namespace {

constexpr std::uint32_t kEventsPerScratch = 256;

struct PlainTest {
  bool operator()(std::size_t, const plan::Node& predicate, Scope& scope, functions::CallContext& context) const {
    return holds(predicate, scope, context);
  }
};

// Finds out what a variable's predicates cost.
class CountingTest {
 public:
  CountingTest(VariableCost& cost, const EventView& view) : cost_(cost), view_(view) {}

  bool operator()(std::size_t number, const plan::Node& predicate, Scope& scope, functions::CallContext& context) {
    PredicateCost& cost = cost_.predicates[number];
    const std::uint64_t remembered = view_.remembered_answers();
    const std::uint64_t excluded = view_.excluded_answers();
    bool holds_here = false;
    {
      const TimedCall timed(&cost.time);
      holds_here = holds(predicate, scope, context);
    }
    cost.hits += holds_here ? 1 : 0;
    // Of a predicate with several parts, those that were tried.
    cost.remembered += view_.remembered_answers() - remembered;
    cost.excluded += view_.excluded_answers() - excluded;
    return holds_here;
  }

 private:
  VariableCost& cost_;
  const EventView& view_;
};

// What deep_copy() takes. As deep as lists nest, which is one.
std::size_t bytes_of_copy(const Value& value) {
  if (value.kind() == ValueKind::kString || value.kind() == ValueKind::kBytes) return value.as_text().size();
  if (value.kind() != ValueKind::kList) return 0;
  std::size_t bytes = value.as_list().size_bytes();
  for (const Value& element : value.as_list()) bytes += bytes_of_copy(element);
  return bytes;
}

// Here, and ranked in a RowSet.
std::size_t bytes_of_row(const plan::VariablePlan& variable) {
  return 2 * sizeof(StoredRow) + variable.columns.size() * sizeof(Value);
}

// Of an enum; that of its zero value when there is none.
std::int64_t number_of(const Value& value) { return value.kind() == ValueKind::kEnum ? value.as_int() : 0; }

// math.random() must not depend on which worker gets an event, or when.
std::uint64_t seed_of(const udm::Event& event) {
  return hash_value(Value::string(event.id)) ^ static_cast<std::uint64_t>(event.time.seconds);
}

}  // namespace

Value column_value(const plan::ColumnPlan& column, Scope& scope, functions::CallContext& context) {
  const Value value = typed(evaluate(column.value, scope, context), column.type);
  return column.fold ? Value::string(context.arena.copy(fold_case(value.as_text()))) : value;
}

Filter::Filter(const plan::Plan& plan, const FilterOptions& options)
    : plan_(plan),
      context_{.arena = scratch_, .notes = shared_notes_, .now_seconds = options.now_seconds},
      view_(plan, context_),
      store_(options.json_in_memory),
      texts_(values_),
      memory_(options.memory),
      states_(plan.rules().size()),
      tried_(plan.access().variables.size()) {
  if (options.costs) costs_.emplace(plan);
  for (std::size_t i = 0; i < states_.size(); ++i) states_[i].variables.resize(plan.rules()[i].variables.size());
}

void Filter::ingest(std::span<const udm::Event> events) {
  for (const udm::Event& event : events) ingest(event);
}

void Filter::ingest(const udm::Event& record, std::span<const plan::RuleVariable> concerned) {
  open(record);
  for (const plan::RuleVariable& which : concerned) try_variable(which);
}

void Filter::open(const udm::Event& event) {
  if (++since_reset_ > kEventsPerScratch) {
    scratch_.reset();
    since_reset_ = 1;
  }
  view_.open(event);
  context_.random_state = seed_of(event);
  kept_ = plan::kNone;
}

void Filter::ingest(const udm::Event& event) {
  const TimedCall timed(costs_ ? &costs_->events : nullptr);
  try_variables(event);
}

void Filter::try_variables(const udm::Event& event) {
  open(event);
  const bool udm = source_of(event) == semantics::EventSource::kUdm;
  const plan::GateIndex& gates = udm ? plan_.access().rest : plan_.gates(source_of(event));
  if (udm) try_accessed();
  for (const plan::RuleVariable& which : gates.ungated()) try_variable(which);
  for (const plan::GateIndex::Field& gate : gates.fields()) {
    const Value value = view_.slot(gate.slot);
    if (const auto at = gate.by_number.find(number_of(value)); at != gate.by_number.end()) {
      for (const plan::RuleVariable& which : at->second) try_variable(which);
    }
    if (gate.by_text.empty() || value.kind() == ValueKind::kEnum) continue;
    if (const auto at = gate.by_text.find(value.as_text()); at != gate.by_text.end()) {
      for (const plan::RuleVariable& which : at->second) try_variable(which);
    }
  }
}

void Filter::try_accessed() {
  if (++epoch_ == 0) {
    std::ranges::fill(tried_, 0);
    epoch_ = 1;
  }
  accessed_.clear();
  const plan::AccessPlan& access = plan_.access();
  const plan::AccessPlan::OfType& wanted =
      access.of_type(access.types.slot == plan::kNone ? 0 : number_of(view_.slot(access.types.slot)));
  const auto take = [&](std::uint32_t variable) {
    if (!wanted.variables[variable] || tried_[variable] == epoch_) return;
    tried_[variable] = epoch_;
    accessed_.push_back(variable);
  };
  std::ranges::for_each(wanted.in_any_case, take);
  // The empty text has no literals.
  for (const std::uint32_t place : wanted.slots)
    if (const std::uint32_t slot = access.slots[place].slot; !view_.lacks(slot)) view_.each_accessed(slot, take);
  for (const std::uint32_t variable : accessed_) try_variable(access.variables[variable]);
}

void Filter::try_variable(const plan::RuleVariable& which) {
  if (!costs_) {
    PlainTest test;
    try_variable(which, test);
    return;
  }
  VariableCost& cost = costs_->rules[which.rule].variables[which.variable];
  const std::uint64_t passed_before = states_[which.rule].variables[which.variable].events;
  {
    const TimedCall timed(&cost.time);
    CountingTest test(cost, view_);
    try_variable(which, test);
  }
  cost.passed += states_[which.rule].variables[which.variable].events - passed_before;
}

template <typename Test>
void Filter::try_variable(const plan::RuleVariable& which, Test& test) {
  const plan::RulePlan& rule = plan_.rules()[which.rule];
  const plan::VariablePlan& variable = rule.variables[which.variable];
  const ArenaScope temporaries(scratch_);
  EventScope scope(view_, rule);
  for (std::size_t i = 0; i < variable.event_predicates.size(); ++i)
    if (!test(i, variable.event_predicates[i], scope, context_)) return;
  RuleState& state = states_[which.rule];
  try_rows(rule, variable, state.variables[which.variable], state.notes, test);
}

template <typename Test>
void Filter::try_rows(const plan::RulePlan& rule, const plan::VariablePlan& variable, VariableState& state,
                      functions::RunNotes& notes, Test& test) {
  functions::CallContext context{
      .arena = scratch_, .notes = notes, .now_seconds = context_.now_seconds, .random_state = context_.random_state};
  const auto passes = [&](RowScope& row) {
    for (std::size_t i = 0; i < variable.row_predicates.size(); ++i)
      if (!test(variable.event_predicates.size() + i, variable.row_predicates[i], row, context)) return false;
    return std::ranges::all_of(variable.nonzero, [&](const plan::Node& key) { return holds(key, row, context); });
  };
  RowCursor cursor(view_, variable);
  bool any = false;
  do {
    if (cursor.ordinal() >= kMaxRows) {
      notes.add("event with more than 100,000 combinations of repeated values: the rest was not examined");
      break;
    }
    RowScope row(view_, rule, cursor.elements());
    if (!passes(row)) continue;
    keep_row(variable, state, row, cursor.ordinal(), context);
    any = true;
  } while (cursor.next());
  if (any) ++state.events;
}

bool Filter::has_room(const plan::VariablePlan& variable) const {
  const std::size_t events = (store_.size() + (kept_ == plan::kNone ? 1 : 0)) * EventStore::kBytesPerEvent;
  return events + store_.json_in_memory() + texts_.bytes() + list_bytes_ + row_bytes_ + bytes_of_row(variable) <=
         memory_;
}

Value Filter::keep_value(const Value& value) {
  if (value.kind() == ValueKind::kString) return Value::string(texts_.copy(value.as_text()));
  list_bytes_ += bytes_of_copy(value);
  return deep_copy(value, values_);
}

void Filter::keep_row(const plan::VariablePlan& variable, VariableState& state, RowScope& row, std::uint32_t ordinal,
                      functions::CallContext& context) {
  if (!has_room(variable)) {
    context.notes.add("row of an event that found no room in --memory: what it takes part in is not found");
    return;
  }
  if (kept_ == plan::kNone) kept_ = store_.keep(view_.event(), texts_.copy(view_.event().id));
  Value* stored = values_.allocate<Value>(variable.columns.size());
  std::ranges::transform(variable.columns, stored, [&](const plan::ColumnPlan& column) {
    return keep_value(column_value(column, row, context));
  });
  state.rows.push_back({.event = kept_, .ordinal = ordinal, .values = stored});
  row_bytes_ += bytes_of_row(variable);
}

}  // namespace yaral::engine
