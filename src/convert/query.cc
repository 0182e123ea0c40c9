#include "convert/query.h"

#include <algorithm>
#include <bit>

#include "plan/compile_expr.h"

namespace yaral::convert {

namespace {

constexpr std::string_view kSourceNames[] = {"events", "entities of the graph", "detections"};

void refuse_sources(const BoundRule& rule, Fidelity& fidelity) {
  for (const semantics::EventVariable& variable : rule.variables) {
    if (variable.source != semantics::EventSource::kEntity && variable.source != semantics::EventSource::kDetection)
      continue;
    fidelity.refuse('$' + variable.name, std::string("reads ") +
                                             std::string(kSourceNames[static_cast<std::size_t>(variable.source)]) +
                                             "; only events can be queried");
  }
  for (const semantics::MetricUse& use : rule.metrics)
    fidelity.refuse(std::string(use.function->name), "the history behind metrics is not in the events queried");
  if (!rule.setup.empty()) fidelity.refuse("setup", "entities cannot be rewritten by a query");
}

void note_results(const BoundRule& rule, Fidelity& fidelity) {
  if (!rule.exports.empty()) fidelity.approximate("export", "the query writes no data table");
  if (rule.suppression)
    fidelity.approximate("suppression_window",
                         "not applied: the query also returns the detections that it would leave out");
}

}  // namespace

const semantics::Source* required_source(const BoundRule& rule, const std::vector<semantics::Source>& sources) {
  const auto found = std::ranges::find_if(
      sources, [&](const semantics::Source& source) { return rule.variables[source.variable].required; });
  return found == sources.end() ? nullptr : &*found;
}

Query lower(const BoundRule& rule, Fidelity& fidelity) {
  refuse_sources(rule, fidelity);
  note_results(rule, fidelity);
  Query query{.rule = &rule};
  for (std::uint32_t v = 0; v < rule.variables.size(); ++v)
    query.events.push_back({.variable = v,
                            .required = rule.variables[v].required || rule.variables.size() == 1,
                            .table = rule.variables[v].source == semantics::EventSource::kTable});
  const auto take = [&](const Expr& predicate) {
    const std::uint32_t reads = plan::variable_mask(predicate, rule);
    if (std::popcount(reads) == 1) {
      query.events[static_cast<std::size_t>(std::countr_zero(reads))].predicates.push_back(&predicate);
    } else if (reads == 0) {
      query.events.front().predicates.push_back(&predicate);
    } else {
      query.joins.push_back(&predicate);
    }
  };
  std::ranges::for_each(rule.predicates, take);
  std::ranges::for_each(rule.implied, take);
  for (std::uint32_t f = 0; f < rule.fields.size(); ++f) query.events[rule.fields[f].variable].fields.push_back(f);
  const auto rank = [&](const EventFilter& events) {
    return query.is_pivot(events.variable) && events.required ? 0 : events.table ? 2 : events.required ? 1 : 3;
  };
  std::ranges::stable_sort(query.events, {}, rank);
  return query;
}

}  // namespace yaral::convert
