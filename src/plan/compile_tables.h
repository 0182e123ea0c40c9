#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace yaral::plan {

// Finds the tables that a rule joins row by row or that its `setup` reads, and checks the columns. False when one is missing
// or does not fit; the reasons are in `problems`.
bool find_tables(const semantics::BoundRule& rule, const semantics::DataTables& tables, RulePlan& out,
                 std::vector<PlanProblem>& problems);

// Why `%table.column` is not there; empty when it is.
std::string column_problem(const semantics::DataTables& tables, std::string_view table, std::string_view column);

}  // namespace yaral::plan
