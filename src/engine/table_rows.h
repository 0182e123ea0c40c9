#pragma once

#include "base/arena.h"
#include "engine/partition.h"
#include "functions/implementation.h"

namespace yaral::engine {

// Adds the rows of the data table behind a variable that pass its predicates (language reference 3.12: filters on a table
// apply first). Their rank is their place in the table; their values live in `values` and in the table.
void add_table_rows(const plan::RulePlan& rule, std::uint32_t variable, functions::CallContext& context, Arena& values,
                    RowSet& rows);

}  // namespace yaral::engine
