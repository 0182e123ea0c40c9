#pragma once

#include <string>

#include "explain/explanation.h"
#include "semantics/bound.h"

namespace yaral::explain {

// Why a rule fired or did not, in one sentence, from all that was counted.
std::string verdict_of(const semantics::BoundRule& rule, const Outcome& outcome);

}  // namespace yaral::explain
