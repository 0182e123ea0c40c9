#include "engine/filter.h"

#include <algorithm>

#include <boost/container/small_vector.hpp>

#include "engine/evaluate.h"

namespace yaral::engine {

namespace {

constexpr std::uint32_t kEventsPerScratch = 256;
constexpr std::size_t kMaxInterned = 512;  // longer text hardly repeats

// math.random() must not depend on which worker gets an event, or when.
std::uint64_t seed_of(const udm::Event& event) {
  return hash_value(Value::string(event.id)) ^ static_cast<std::uint64_t>(event.time.seconds);
}

}  // namespace

Filter::Filter(const plan::Plan& plan, std::int64_t now_seconds)
    : plan_(plan),
      context_{.arena = scratch_, .notes = shared_notes_, .now_seconds = now_seconds},
      view_(plan, context_),
      states_(plan.rules().size()) {}

void Filter::ingest(std::span<const udm::Event> events) {
  for (const udm::Event& event : events) {
    ingest(event);
    if (++since_reset_ >= kEventsPerScratch) {
      scratch_.reset();
      since_reset_ = 0;
    }
  }
}

void Filter::ingest(const udm::Event& event) {
  view_.open(event);
  context_.random_state = seed_of(event);
  kept_ = plan::kNone;
  for (std::uint32_t rule : plan_.gates().ungated()) try_rule(rule);
  for (const plan::GateIndex::Field& gate : plan_.gates().fields()) {
    const Value value = view_.slot(gate.slot);
    if (const auto at = gate.by_number.find(value.kind() == ValueKind::kEnum ? value.as_int() : 0);
        at != gate.by_number.end()) {
      for (std::uint32_t rule : at->second) try_rule(rule);
    }
    if (gate.by_text.empty() || value.kind() == ValueKind::kEnum) continue;
    if (const auto at = gate.by_text.find(std::string(value.as_text())); at != gate.by_text.end()) {
      for (std::uint32_t rule : at->second) try_rule(rule);
    }
  }
}

void Filter::try_rule(std::uint32_t number) {
  const plan::RulePlan& rule = plan_.rules()[number];
  EventScope scope(view_, rule);
  for (const plan::Node& predicate : rule.event_predicates)
    if (!holds(predicate, scope, context_)) return;
  try_rows(rule, states_[number]);
}

void Filter::try_rows(const plan::RulePlan& rule, RuleState& state) {
  functions::CallContext context{.arena = scratch_,
                                 .notes = state.notes,
                                 .now_seconds = context_.now_seconds,
                                 .random_state = context_.random_state};
  RowCursor cursor(view_, rule);
  bool any = false;
  do {
    if (cursor.ordinal() >= kMaxRows) {
      state.notes.add("event with more than 100,000 combinations of repeated values: the rest was not examined");
      break;
    }
    RowScope row(view_, rule, cursor.elements());
    const auto passes = [&](const plan::Node& predicate) { return holds(predicate, row, context); };
    if (std::ranges::all_of(rule.row_predicates, passes) && keep_row(rule, state, row, cursor.ordinal(), context))
      any = true;
  } while (cursor.next());
  if (any) ++state.events;
}

Value Filter::intern(const Value& value) {
  if (value.kind() != ValueKind::kString || value.as_text().size() > kMaxInterned) return deep_copy(value, values_);
  const auto at = texts_.find(value.as_text());
  if (at != texts_.end()) return Value::string(at->second);
  const std::string_view copy = values_.copy(value.as_text());
  texts_.emplace(copy, copy);
  return Value::string(copy);
}

bool Filter::keep_row(const plan::RulePlan& rule, RuleState& state, RowScope& row, std::uint32_t ordinal,
                      functions::CallContext& context) {
  boost::container::small_vector<Value, 16> values;
  for (const plan::KeyPlan& key : rule.keys) {
    const plan::Node& raw = key.value.op == plan::Op::kEnumName ? key.value.args[0] : key.value;
    if (key.drop_zero && evaluate(raw, row, context).is_zero()) return false;
    values.push_back(typed(evaluate(key.value, row, context), key.type));
  }
  for (std::uint32_t field : rule.stored_fields) values.push_back(row.field(field));
  if (kept_ == plan::kNone) kept_ = store_.keep(view_.event());
  Value* stored = values_.allocate<Value>(values.size());
  std::ranges::transform(values, stored, [&](const Value& v) { return intern(v); });
  state.rows.push_back({.event = kept_, .ordinal = ordinal, .values = stored});
  return true;
}

}  // namespace yaral::engine
