#pragma once

#include "engine/group.h"
#include "explain/explanation.h"
#include "functions/implementation.h"
#include "plan/rule_plan.h"

namespace yaral::explain {

// A group as it is shown: its counts, its outcomes, and the atoms of the condition that hold (`fired`) or fail.
Group report_group(const plan::RulePlan& plan, engine::GroupScope& scope, const engine::RecordOrders& orders,
                   functions::CallContext& context, bool fired);

// How near a group is to satisfying the condition, from 0 to 1, which only those reach that do.
double closeness(const plan::Node& condition, engine::GroupScope& scope, functions::CallContext& context);

}  // namespace yaral::explain
