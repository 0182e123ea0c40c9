#include "explain/join_tests.h"

#include "plan/conjuncts.h"
#include "plan/separate.h"

namespace yaral::explain {

std::vector<JoinPredicate> join_predicates(const plan::RulePlan& plan) {
  std::vector<JoinPredicate> predicates;
  std::uint32_t tests = 0, residuals = 0;
  const plan::Conjuncts conjuncts = plan::conjuncts_of(*plan.rule);
  for (const semantics::Expr* e : conjuncts.joining) {
    JoinPredicate made{.expr = e, .implied = predicates.size() >= conjuncts.written};
    if (e->op == semantics::Op::kCompare && plan::separate(*e, *plan.rule))
      made.test = tests++;
    else
      made.residual = residuals++;
    predicates.push_back(made);
  }
  return predicates;
}

}  // namespace yaral::explain
