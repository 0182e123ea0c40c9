#pragma once

#include "plan/rule_plan.h"

namespace yaral::plan {

// Plans in which order the variables of a rule are joined and how rows are found: fills the indexes and cases of
// `out.joins` from what must hold, which is there already. Where a row would be sought among all of a group, and an `or`
// tells more, each of its alternatives becomes a case of its own.
void plan_orders(RulePlan& out);

}  // namespace yaral::plan
