#pragma once

#include "semantics/binder.h"

namespace yaral::semantics {

// Reports values of an outcome that can be several and stand outside an aggregate (5.2).
void check_aggregated(Binder& b, const Expr& e);
// Reports outcome variables within an aggregate, unless they are constants (5.1). False after a report.
bool check_outcomes_in_aggregate(Binder& b, const syntax::Expr& call, const std::vector<Expr>& args);

}  // namespace yaral::semantics
