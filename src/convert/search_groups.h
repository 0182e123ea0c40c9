#pragma once

#include "convert/search.h"

namespace yaral::convert {

// Adds keys, joins, aggregates, outcomes and the condition to a search whose events are known.
void lower_groups(Search& search, const std::vector<const Expr*>& joins, Outcomes outcomes, const Schema& schema,
                  const plan::Lookups& lookups, Fidelity& fidelity);

}  // namespace yaral::convert
