#pragma once

#include <vector>

#include "plan/compile_expr.h"

namespace yaral::plan {

// Plans the predicates over several variables of a rule: adds the columns they need to the variables, and the orders of
// joining to `out.joins`.
void compile_joins(const std::vector<const semantics::Expr*>& predicates, ExprCompiler& compiler, RulePlan& out);

// The column of a variable that holds `e`, added when there is none.
std::uint32_t column_of(const semantics::Expr& e, bool fold, std::uint32_t variable, ExprCompiler& compiler,
                        RulePlan& out);

// Whether condition and outcomes need combinations; after all of them are compiled.
void choose_mode(RulePlan& out);

// Sees to it that kept rows hold the fields that a node reads.
void keep_fields(const Node& node, RulePlan& out);

}  // namespace yaral::plan
