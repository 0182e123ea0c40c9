#pragma once

#include "engine/rule_rows.h"
#include "explain/explanation.h"
#include "plan/rule_plan.h"

namespace yaral::explain {

// How many different keys the rows have, and under how many of them a variable that must be there has none.
void count_keys(const plan::RulePlan& plan, const engine::RuleRows& rows, Outcome& out);

}  // namespace yaral::explain
