#include "explain/funnel.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/evaluate.h"
#include "engine/record_span.h"
#include "engine/rows.h"
#include "engine/table_rows.h"
#include "explain/meaning.h"
#include "plan/conjuncts.h"
#include "semantics/expr_text.h"

namespace yaral::explain {

namespace {

using engine::RowCursor;
using engine::RowScope;
using plan::VariablePlan;
using semantics::EventSource;

constexpr std::uint64_t kRecordsPerScratch = 256;
constexpr std::size_t kShownGateValues = 5;

}  // namespace

Funnel::Funnel(const plan::Plan& plan, std::span<const std::uint32_t> rules, std::int64_t now_seconds)
    : plan_(plan), context_{.arena = scratch_, .notes = notes_, .now_seconds = now_seconds}, view_(plan, context_) {
  for (const std::uint32_t rule : rules)
    for (std::uint32_t v = 0; v < plan.rules()[rule].variables.size(); ++v) watches_.push_back(watch(rule, v));
}

Funnel::Watch Funnel::watch(std::uint32_t rule, std::uint32_t variable) const {
  const plan::RulePlan& planned = plan_.rules()[rule];
  const VariablePlan& filters = planned.variables[variable];
  Watch made{.rule = rule, .variable = variable, .gate = gate_of(rule, variable)};
  const plan::Conjuncts conjuncts = plan::conjuncts_of(*planned.rule);
  const auto& written = conjuncts.of_variable[variable];
  std::size_t next[2] = {0, 0};
  for (std::size_t i = 0; i < written.size(); ++i) {
    const auto& nodes = filters.by_row[i] ? filters.row_predicates : filters.event_predicates;
    made.steps.emplace_back(planned, *written[i], nodes[next[filters.by_row[i] ? 1 : 0]++]);
  }
  for (std::uint32_t k = 0; k < planned.rule->keys.size(); ++k) {
    const semantics::MatchKey& key = planned.rule->keys[k];
    for (const semantics::Source& source : key.sources)
      if (key.drop_zero && source.variable == variable) made.keys.push_back(k);
  }
  made.empty_keys.resize(made.keys.size());
  return made;
}

std::optional<Funnel::Gate> Funnel::gate_of(std::uint32_t rule, std::uint32_t variable) const {
  if (plan_.rules()[rule].variables[variable].source != EventSource::kUdm) return std::nullopt;
  const auto is_this = [&](const plan::RuleVariable& v) { return v.rule == rule && v.variable == variable; };
  for (const plan::GateIndex::Field& field : plan_.gates(EventSource::kUdm).fields()) {
    Gate gate{.slot = field.slot, .numbers = {}, .texts = {}};
    for (const auto& [number, variables] : field.by_number)
      if (std::ranges::any_of(variables, is_this)) gate.numbers.insert(number);
    for (const auto& [text, variables] : field.by_text)
      if (std::ranges::any_of(variables, is_this)) gate.texts.insert(text);
    if (!gate.numbers.empty() || !gate.texts.empty()) return gate;
  }
  return std::nullopt;
}

// Records of an entity that `setup` rewrites are not those that come in.
bool Funnel::sees_records(const plan::RulePlan& rule, std::uint32_t variable) {
  return std::ranges::find(rule.rule->setup, variable, &semantics::SetupOperation::variable) == rule.rule->setup.end();
}

void Funnel::open(const udm::Event& record) {
  if (++record_ % kRecordsPerScratch == 0) scratch_.reset();
  view_.open(record);
}

void Funnel::add(const udm::Event& record) {
  open(record);
  const EventSource source = engine::source_of(record);
  for (Watch& w : watches_)
    if (plan_.rules()[w.rule].variables[w.variable].source == source) try_record(w);
}

void Funnel::add(const udm::Event& record, std::span<const plan::RuleVariable> concerned) {
  open(record);
  for (const plan::RuleVariable& which : concerned)
    for (Watch& w : watches_)
      if (w.rule == which.rule && w.variable == which.variable) try_record(w);
}

bool Funnel::passes_gate(Watch& w) {
  if (!w.gate) return true;
  const Value value = view_.slot(w.gate->slot);
  const bool number = value.kind() == ValueKind::kEnum || value.is_null();
  const bool passes = (number && w.gate->numbers.contains(value.as_int())) ||
                      (value.kind() != ValueKind::kEnum && w.gate->texts.contains(std::string(value.as_text())));
  if (!passes) {
    const Type type = plan_.slots()[w.gate->slot].path.type;
    w.other_values.add(engine::typed(value, type), type);
  }
  return passes;
}

bool Funnel::try_row(Watch& w, engine::Scope& row, bool gated, std::optional<std::size_t>& empty_key) {
  bool passes = gated;
  for (FilterStep& step : w.steps) {
    const bool held = step.test(row, context_, {record_, gated, passes});
    passes = passes && held;
  }
  if (!passes) return false;
  const auto& nonzero = plan_.rules()[w.rule].variables[w.variable].nonzero;
  for (std::size_t i = 0; i < nonzero.size(); ++i) {
    if (engine::holds(nonzero[i], row, context_)) continue;
    if (!empty_key) empty_key = i;
    return false;
  }
  return true;
}

void Funnel::try_record(Watch& w) {
  const plan::RulePlan& rule = plan_.rules()[w.rule];
  ++w.records;
  const bool gated = passes_gate(w);
  if (gated) ++w.gated;
  std::optional<std::size_t> empty_key;
  bool passed = false;
  RowCursor cursor(view_, rule.variables[w.variable]);
  do {
    if (cursor.ordinal() >= engine::kMaxRows) break;
    RowScope row(view_, rule, cursor.elements());
    if (try_row(w, row, gated, empty_key)) passed = true;
  } while (cursor.next());
  if (!passed && empty_key) ++w.empty_keys[*empty_key];
}

void Funnel::add_tables() {
  for (Watch& w : watches_) {
    const plan::RulePlan& rule = plan_.rules()[w.rule];
    const semantics::DataTable* table = rule.variables[w.variable].table;
    if (!table) continue;
    for (const auto& cells : table->rows) {
      ++record_;
      ++w.records;
      ++w.gated;
      std::optional<std::size_t> empty_key;
      engine::TableScope row(rule, cells);
      if (!try_row(w, row, true, empty_key) && empty_key) ++w.empty_keys[*empty_key];
    }
  }
}

std::vector<VariableCount> Funnel::counts(std::uint32_t rule, bool verbose) const {
  std::vector<VariableCount> all;
  for (const Watch& w : watches_) {
    if (w.rule != rule) continue;
    const plan::RulePlan& planned = plan_.rules()[rule];
    const semantics::EventVariable& variable = planned.rule->variables[w.variable];
    const std::string_view noun = records_name(variable.source);
    VariableCount count{.name = variable_text(*planned.rule, w.variable),
                        .source = std::string(noun),
                        .required = variable.required,
                        .bounded = variable.bounded,
                        .detailed = sees_records(planned, w.variable),
                        .records = w.records,
                        .gate = gate_text(*planned.rule, w.variable),
                        .gated = w.gated,
                        .other_values = w.other_values.text(kShownGateValues)};
    const bool unnests = !planned.variables[w.variable].repeats.empty();
    for (const FilterStep& step : w.steps) count.filters.push_back(step.counts(unnests ? "rows" : noun, verbose));
    for (std::size_t i = 0; i < w.keys.size(); ++i) {
      const semantics::MatchKey& key = planned.rule->keys[w.keys[i]];
      const std::string name = key.source_path.empty() ? '$' + key.name : key.name;
      if (w.empty_keys[i] != 0) count.empty_keys.emplace_back(name, w.empty_keys[i]);
    }
    all.push_back(std::move(count));
  }
  return all;
}

}  // namespace yaral::explain
