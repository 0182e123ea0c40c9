#pragma once

#include <string>

#include "plan/compiler.h"

namespace yaral::plan {

// Decides for every field use of a rule where its value comes from: a slot of the plan, or an unnested row.
void compile_fields(const semantics::BoundRule& rule, SharedParts& shared, RulePlan& out);

// A text form of a step that is the same exactly for equal steps.
std::string step_key(const udm::PathStep& step);

}  // namespace yaral::plan
