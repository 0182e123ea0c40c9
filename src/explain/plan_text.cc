#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "explain/expr_text.h"
#include "explain/join_tests.h"
#include "explain/meaning.h"
#include "plan/conjuncts.h"
#include "plan/gate.h"
#include "udm/schema.h"

namespace yaral::explain {

namespace {

using plan::JoinOrder;
using plan::JoinStep;
using plan::RulePlan;
using semantics::BoundRule;
using semantics::EventSource;

bool is_shared(const plan::Node& node) {
  return node.shared != plan::kNone || std::ranges::any_of(node.args, is_shared);
}

// The predicate behind a test of a join step.
std::string test_text(const RulePlan& plan, const std::vector<JoinPredicate>& predicates, std::uint32_t variable,
                      const plan::StepTest& test) {
  for (const JoinPredicate& p : predicates) {
    if (p.test == plan::kNone) continue;
    const plan::JoinTest& t = plan.joins.tests[p.test];
    const auto is = [&](const plan::JoinTest::Side& own, const plan::JoinTest::Side& other) {
      return own.variable == variable && own.column == test.column && other.variable == test.other &&
             other.column == test.other_column;
    };
    if (is(t.left, t.right) || is(t.right, t.left)) return '`' + expr_text(*plan.rule, *p.expr) + '`';
  }
  return {};
}

std::string step_text(const RulePlan& plan, const std::vector<JoinPredicate>& predicates, const JoinStep& step) {
  std::vector<std::string> indexed;
  for (const plan::StepTest& test : step.equal) {
    const std::string text = test_text(plan, predicates, step.variable, test);
    if (std::ranges::find(indexed, text) == indexed.end()) indexed.push_back(text);
  }
  const std::size_t filters = step.tests.size() + step.residuals.size() + step.intervals.size();
  std::string text = variable_text(*plan.rule, step.variable);
  text += indexed.empty() ? ": every row is tried" : fmt::format(": looked up by {}", fmt::join(indexed, ", "));
  if (filters != 0) text += fmt::format(", then {} {}", filters, filters == 1 ? "filter" : "filters");
  return text;
}

void add_orders(const RulePlan& plan, Meaning& meaning) {
  const std::vector<JoinPredicate> predicates = join_predicates(plan);
  const auto& variables = plan.rule->variables;
  const auto at = std::ranges::find(variables, true, &semantics::EventVariable::required);
  const auto start = static_cast<std::size_t>(at == variables.end() ? 0 : at - variables.begin());
  const JoinOrder& order = plan.joins.orders[start];
  meaning.plan.push_back(
      fmt::format("combinations begin with a row of {}", variable_text(*plan.rule, order.inner[0].variable)));
  for (std::size_t i = 1; i < order.inner.size(); ++i)
    meaning.plan.push_back("  " + step_text(plan, predicates, order.inner[i]));
  for (const JoinStep& step : order.outer)
    meaning.plan.push_back("  " + step_text(plan, predicates, step) + "; left out where nothing fits");
  for (const plan::IntervalTest& test : plan.joins.intervals)
    meaning.plan.push_back(fmt::format("{} must lie in the interval of {}", variable_text(*plan.rule, test.event),
                                       variable_text(*plan.rule, test.entity)));
  meaning.plan.push_back(
      plan.joins.combinations
          ? "every combination is made: an aggregate counts combinations, or reads several variables"
          : "only which rows take part in some combination is found out: nothing counts the combinations themselves");
}

}  // namespace

std::string gate_text(const BoundRule& rule, std::uint32_t variable) {
  if (rule.variables[variable].source != EventSource::kUdm) return {};
  const plan::Conjuncts conjuncts = plan::conjuncts_of(rule);
  const auto gate = plan::find_gate(rule, conjuncts.of_variable[variable]);
  if (!gate) return {};
  const auto path = udm::resolve(udm::event_root(), gate->path);
  std::vector<std::string> names(gate->texts.begin(), gate->texts.end());
  for (const std::int64_t n : gate->numbers)
    names.emplace_back(udm::enum_name(path->type.enum_id, static_cast<std::int32_t>(n)));
  return fmt::format("{} is {}", gate->path, fmt::join(names, " or "));
}

void add_plan(const RulePlan& plan, Meaning& meaning) {
  for (std::size_t v = 0; v < plan.variables.size(); ++v) {
    VariableMeaning& variable = meaning.variables[v];
    variable.by_event = plan.variables[v].event_predicates.size();
    variable.by_row = plan.variables[v].row_predicates.size();
    for (const auto* predicates : {&plan.variables[v].event_predicates, &plan.variables[v].row_predicates})
      variable.shared += static_cast<std::size_t>(std::ranges::count_if(*predicates, is_shared));
  }
  if (plan.variables.size() > 1) add_orders(plan, meaning);
}

}  // namespace yaral::explain
