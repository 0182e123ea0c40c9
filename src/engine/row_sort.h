#pragma once

#include <vector>

#include "engine/joiner.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// By (rank, ordinal).
bool comes_first(const RankedRow& a, const RankedRow& b);

// Puts the rows of a variable in the order of its match keys, if it has all of them, then of (rank, ordinal).
void sort_rows(const plan::VariablePlan& variable, std::vector<RankedRow>& rows);

}  // namespace yaral::engine
