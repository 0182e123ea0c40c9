#include "explain/join_tests.h"

#include "plan/alternatives.h"
#include "plan/conjuncts.h"

namespace yaral::explain {

std::vector<JoinPredicate> join_predicates(const plan::RulePlan& plan) {
  std::vector<JoinPredicate> predicates;
  std::uint32_t tests = 0, residuals = 0;
  const plan::Conjuncts conjuncts = plan::conjuncts_of(*plan.rule);
  for (const semantics::Expr* e : conjuncts.joining) {
    JoinPredicate made{.expr = e, .implied = predicates.size() >= conjuncts.written};
    if (plan::is_comparison(*e, *plan.rule))
      made.test = tests++;
    else
      made.residual = residuals++;
    predicates.push_back(made);
  }
  return predicates;
}

std::vector<std::vector<plan::Alternative>> choices_of(const plan::RulePlan& plan) {
  std::vector<std::vector<plan::Alternative>> choices;
  for (const JoinPredicate& p : join_predicates(plan)) {
    if (p.residual == plan::kNone) continue;
    auto alternatives = plan::alternatives_of(*p.expr, *plan.rule);
    if (!alternatives.empty()) choices.push_back(std::move(alternatives));
  }
  return choices;
}

std::vector<ComparedPart> compared_parts(const plan::RulePlan& plan) {
  std::vector<ComparedPart> parts;
  for (const JoinPredicate& p : join_predicates(plan))
    if (p.test != plan::kNone) parts.push_back({&plan.joins.tests[p.test], p.expr});
  const auto choices = choices_of(plan);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    for (std::size_t j = 0; j < choices[i].size(); ++j) {
      auto test = plan.joins.choices[i].alternatives[j].tests.begin();
      for (const semantics::Expr* e : choices[i][j])
        if (plan::is_comparison(*e, *plan.rule)) parts.push_back({&*test++, e});
    }
  }
  return parts;
}

}  // namespace yaral::explain
