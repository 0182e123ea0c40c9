#pragma once

#include <vector>

#include "semantics/bound.h"

namespace yaral::plan {

// Predicates without parts that all hold where one alternative of an `or` does.
using Alternative = std::vector<const semantics::Expr*>;

// The alternatives of a predicate, nested ones written out: it holds exactly where one of them does. Empty when they are no
// help in finding rows: none has an equality of two variables, or there are too many. They point into `e`.
std::vector<Alternative> alternatives_of(const semantics::Expr& e, const semantics::BoundRule& rule);

// Whether a predicate without parts compares a value of one variable with a value of another.
bool is_comparison(const semantics::Expr& e, const semantics::BoundRule& rule);

}  // namespace yaral::plan
