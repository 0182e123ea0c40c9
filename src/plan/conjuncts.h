#pragma once

#include <vector>

#include "semantics/bound.h"

namespace yaral::plan {

// The predicates of a rule, `a and b` taken apart so that each part can be tried where it is cheapest, in the order written.
struct Conjuncts {
  std::vector<std::vector<const semantics::Expr*>> of_variable;  // those that read one variable at most
  std::vector<const semantics::Expr*> joining;  // those over several, then those that follow from others
  std::size_t written = 0;                      // how many of `joining` stand in the rule themselves
};

// They point into the rule.
Conjuncts conjuncts_of(const semantics::BoundRule& rule);

}  // namespace yaral::plan
