#pragma once

#include <vector>

#include "engine/joiner.h"
#include "engine/rule_rows.h"
#include "explain/explanation.h"
#include "functions/implementation.h"
#include "plan/rule_plan.h"

namespace yaral::explain {

// For each predicate over several variables: how many rows of each have a partner in the other by it alone.
std::vector<JoinCount> count_joins(const plan::RulePlan& plan, const engine::RuleRows& rows,
                                   functions::CallContext& context);

// How many rows of each variable stand in combinations, by all predicates together: at any time, and within the window.
std::vector<CombinedRows> count_combined(const plan::RulePlan& plan, const engine::RuleRows& rows,
                                         functions::CallContext& context);

}  // namespace yaral::explain
