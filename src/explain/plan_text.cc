#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "explain/join_tests.h"
#include "explain/meaning.h"
#include "plan/conjuncts.h"
#include "plan/gate.h"
#include "semantics/expr_text.h"
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

// Writes how variables are joined.
class OrderWriter {
 public:
  OrderWriter(const RulePlan& plan, std::vector<std::string>& lines)
      : plan_(plan), choices_(choices_of(plan)), parts_(compared_parts(plan)), lines_(lines) {}

  void add(std::size_t start) {
    const auto& cases = plan_.joins.cases;
    const bool several = cases.size() > 1;
    const std::string first = variable_text(*plan_.rule, static_cast<std::uint32_t>(start));
    lines_.push_back(fmt::format("combinations begin with a row of {}{}", first,
                                 several ? ", and go on with one alternative after the other" : ""));
    for (const plan::JoinCase& one : cases) {
      if (several) lines_.push_back("  where " + alternatives_text(one));
      steps(one.orders[start].front(), several ? "    " : "  ");
    }
  }

 private:
  std::string alternatives_text(const plan::JoinCase& one) const {
    std::vector<std::string> texts;
    for (const auto& [choice, alternative] : one.picks)
      for (const semantics::Expr* e : choices_[choice][alternative])
        add_once(texts, '`' + expr_text(*plan_.rule, *e) + '`');
    return fmt::format("{}", fmt::join(texts, " and "));
  }

  void steps(const JoinOrder& order, std::string_view indent) {
    for (std::size_t i = 1; i < order.inner.size(); ++i)
      lines_.push_back(fmt::format("{}{}", indent, step_text(order.inner[i])));
    for (const JoinStep& step : order.outer)
      lines_.push_back(fmt::format("{}{}; left out where nothing fits", indent, step_text(step)));
  }

  static void add_once(std::vector<std::string>& texts, std::string text) {
    if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
  }

  template <typename Test>
  std::string text_where(const Test& wanted) const {
    const auto at = std::ranges::find_if(parts_, [&](const ComparedPart& part) { return wanted(*part.test); });
    return at == parts_.end() ? std::string{} : '`' + expr_text(*plan_.rule, *at->expr) + '`';
  }

  // What the tests of a step compare.
  std::vector<std::string> tests_text(std::uint32_t variable, std::span<const plan::StepTest> tests) const {
    std::vector<std::string> texts;
    for (const plan::StepTest& test : tests) {
      const auto is = [&](const plan::JoinTest::Side& own, const plan::JoinTest::Side& other) {
        return own.variable == variable && own.column == test.column && other.variable == test.other &&
               other.column == test.other_column;
      };
      add_once(texts, text_where([&](const plan::JoinTest& t) { return is(t.left, t.right) || is(t.right, t.left); }));
    }
    return texts;
  }

  std::string step_text(const JoinStep& step) const {
    const std::span<const plan::StepTest> equal = step.lookup.equal;
    const std::vector<std::string> indexed = tests_text(step.variable, equal);
    std::vector<std::string> either;
    for (const plan::JoinLookup& lookup : step.either)
      add_once(either,
               fmt::format(
                   "{}", fmt::join(tests_text(step.variable, std::span(lookup.equal).subspan(equal.size())), " and ")));
    const std::size_t filters = step.tests.size() + step.residuals.size() + step.parts.size() + step.intervals.size();
    std::string text = variable_text(*plan_.rule, step.variable);
    std::string found = fmt::format("{}", fmt::join(indexed, ", "));
    if (!either.empty()) found += fmt::format("{}{}", found.empty() ? "" : ", and by ", fmt::join(either, " or by "));
    text += found.empty() ? ": every row is tried" : ": looked up by " + found;
    if (filters != 0) text += fmt::format(", then {} {}", filters, filters == 1 ? "filter" : "filters");
    return text;
  }

  const RulePlan& plan_;
  const std::vector<std::vector<plan::Alternative>> choices_;
  const std::vector<ComparedPart> parts_;
  std::vector<std::string>& lines_;
};

void add_orders(const RulePlan& plan, Meaning& meaning) {
  const auto& variables = plan.rule->variables;
  const auto at = std::ranges::find(variables, true, &semantics::EventVariable::required);
  const auto start = static_cast<std::size_t>(at == variables.end() ? 0 : at - variables.begin());
  OrderWriter(plan, meaning.plan).add(start);
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
