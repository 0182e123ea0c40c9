#include "explain/meaning.h"

#include <algorithm>
#include <bit>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "explain/demands.h"
#include "explain/table_words.h"
#include "plan/compile_expr.h"
#include "plan/conjuncts.h"
#include "semantics/expr_text.h"
#include "semantics/join_graph.h"

namespace yaral::explain {

namespace {

using semantics::BoundRule;
using semantics::EventSource;
using semantics::Expr;
using semantics::Op;
using syntax::WindowKind;

Filter filter_of(const BoundRule& rule, const Expr& e) {
  Filter filter{.text = expr_text(rule, e)};
  if (e.op != Op::kOr && e.op != Op::kAnd) return filter;
  filter.joined_by = e.op == Op::kOr ? "or" : "and";
  for (const Expr& arg : e.args) filter.parts.push_back(filter_of(rule, arg));
  return filter;
}

std::vector<std::string> values_of(const BoundRule& rule, std::uint32_t variable) {
  std::vector<std::string> values;
  for (const semantics::Placeholder& p : rule.placeholders)
    if (p.variable == variable) values.push_back(fmt::format("${} = {}", p.name, expr_text(rule, p.value)));
  return values;
}

std::vector<std::string> unnested_of(const BoundRule& rule, std::uint32_t variable) {
  std::vector<std::string> fields;
  for (std::uint32_t i = 0; i < rule.fields.size(); ++i) {
    const semantics::FieldUse& use = rule.fields[i];
    if (use.variable == variable && use.access == semantics::Access::kRow && use.path.is_repeated())
      fields.push_back(field_text(rule, i));
  }
  return fields;
}

std::vector<std::string> names_in(const BoundRule& rule, std::uint32_t mask) {
  std::vector<std::string> names;
  for (; mask != 0; mask &= mask - 1)
    names.push_back(variable_text(rule, static_cast<std::uint32_t>(std::countr_zero(mask))));
  return names;
}

// What hangs together where `e` holds, as words; empty for nothing.
std::string connected_words(const BoundRule& rule, const Expr& e) {
  std::vector<std::string> groups;
  for (const semantics::VariableSet& group : semantics::connected_by(rule, e)) {
    std::vector<std::string> names;
    for (const std::uint32_t v : group) names.push_back(variable_text(rule, v));
    groups.push_back(fmt::format("{}", fmt::join(names, " and ")));
  }
  return fmt::format("{}", fmt::join(groups, ", "));
}

JoinMeaning join_of(const BoundRule& rule, const Expr& e) {
  JoinMeaning join{
      .text = expr_text(rule, e), .variables = names_in(rule, plan::variable_mask(e, rule)), .connected = {}};
  const std::span<const Expr> alternatives = e.op == Op::kOr ? std::span(e.args) : std::span(&e, 1);
  for (const Expr& alternative : alternatives) {
    std::string words = connected_words(rule, alternative);
    if (std::ranges::find(join.connected, words) == join.connected.end()) join.connected.push_back(std::move(words));
  }
  if (std::ranges::find(join.connected, "") != join.connected.end()) join.connected.clear();
  return join;
}

std::string window_words(const BoundRule& rule) {
  if (!rule.window) return {};
  const std::string size = format_duration(rule.window->size);
  const std::string text = window_text(rule, rule.window->size);
  const std::string pivot = rule.variables[rule.window->pivot].name;
  switch (rule.window->kind) {
    case WindowKind::kTumbling: return fmt::format("`{}`: blocks of {} counted from 1970-01-01T00:00:00Z", text, size);
    case WindowKind::kBefore:
      return fmt::format("`{}`: the {} before each event of ${}, both ends included", text, size, pivot);
    case WindowKind::kAfter:
      return fmt::format("`{}`: the {} after each event of ${}, both ends included", text, size, pivot);
    default: return fmt::format("`{}`: any stretch of {} that begins with an event; the end is outside", text, size);
  }
}

KeyMeaning key_of(const BoundRule& rule, const semantics::MatchKey& key) {
  KeyMeaning meaning{
      .name = key.source_path.empty() ? '$' + key.name : key.name, .given_by = {}, .drops_empty = key.drop_zero};
  for (const semantics::Source& source : key.sources)
    meaning.given_by.push_back(expr_text(rule, semantics::given_value(rule, source)));
  return meaning;
}

std::vector<std::string> options_of(const BoundRule& rule) {
  std::vector<std::string> options;
  if (rule.allow_zero_values) options.push_back("allow_zero_values: groups whose match key is empty are kept");
  if (rule.suppression)
    options.push_back(fmt::format("suppression_window: after a detection those with the same keys are left out for {}",
                                  format_duration(*rule.suppression)));
  return options;
}

}  // namespace

std::string_view records_name(EventSource source) {
  constexpr std::string_view kNames[] = {"events", "entities", "detections", "rows"};
  return kNames[static_cast<std::size_t>(source)];
}

std::string window_text(const BoundRule& rule, Duration size) {
  const std::string length = format_duration(size);
  switch (rule.window->kind) {
    case WindowKind::kTumbling: return "by " + length;
    case WindowKind::kBefore: return fmt::format("over {} before ${}", length, rule.variables[rule.window->pivot].name);
    case WindowKind::kAfter: return fmt::format("over {} after ${}", length, rule.variables[rule.window->pivot].name);
    default: return "over " + length;
  }
}

Meaning meaning_of(const BoundRule& rule) {
  Meaning meaning{.rule = rule.name, .file = rule.file, .multi_event = rule.multi_event};
  const plan::Conjuncts conjuncts = plan::conjuncts_of(rule);
  for (std::uint32_t v = 0; v < rule.variables.size(); ++v) {
    VariableMeaning variable{.name = variable_text(rule, v),
                             .source = std::string(records_name(rule.variables[v].source)),
                             .presence = presence_text(rule, v),
                             .filters = {},
                             .values = values_of(rule, v),
                             .unnested = unnested_of(rule, v),
                             .gate = gate_text(rule, v)};
    for (const Expr* e : conjuncts.of_variable[v]) variable.filters.push_back(filter_of(rule, *e));
    meaning.variables.push_back(std::move(variable));
  }
  for (const Expr* e : std::span(conjuncts.joining).first(conjuncts.written))
    meaning.joins.push_back(join_of(rule, *e));
  for (const semantics::MatchKey& key : rule.keys) meaning.keys.push_back(key_of(rule, key));
  meaning.window = window_words(rule);
  for (const semantics::Outcome& outcome : rule.outcomes)
    meaning.outcomes.emplace_back('$' + outcome.name, expr_text(rule, outcome.value));
  meaning.condition = expr_text(rule, rule.condition);
  meaning.only_presence = only_presence(rule.condition);
  meaning.demands = demands_of(rule);
  meaning.options = options_of(rule);
  meaning.setup = setup_words(rule);
  meaning.exports = export_words(rule);
  return meaning;
}

}  // namespace yaral::explain
