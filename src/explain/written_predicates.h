#pragma once

#include <cstdint>
#include <vector>

#include "plan/rule_plan.h"
#include "semantics/bound.h"

namespace yaral::explain {

// A predicate of one variable, as it was written.
struct WrittenPredicate {
  std::uint32_t variable;
  std::size_t number;  // of VariableCost::predicates
  bool by_row;
  const semantics::Expr* expr;
};

// Of all variables but those of tables; variable by variable, in the order written.
std::vector<WrittenPredicate> written_predicates(const plan::RulePlan& plan);

}  // namespace yaral::explain
