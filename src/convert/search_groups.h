#pragma once

#include "convert/filter_lowering.h"
#include "convert/search.h"

namespace yaral::convert {

// Adds keys, joins, aggregates, outcomes and the condition to a search whose events are known.
void lower_groups(Search& search, const std::vector<const Expr*>& joins, Outcomes outcomes,
                  const LoweringContext& context, Fidelity& fidelity);

}  // namespace yaral::convert
