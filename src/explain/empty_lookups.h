#pragma once

#include "plan/plan.h"
#include "semantics/bound.h"

namespace yaral::explain {

// The lists and tables that a rule reads, with the columns it asks for and nothing in them: what a rule means, and how it
// is run, does not depend on what they hold.
plan::Lookups empty_lookups(const semantics::BoundRule& rule);

}  // namespace yaral::explain
