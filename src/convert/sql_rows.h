#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "convert/query.h"
#include "convert/sql_dialect.h"

namespace yaral::convert {

// The columns that the fields of one rule become: names for BoundRule::fields.
std::vector<std::string> field_columns(const BoundRule& rule);

// The rows of an event variable before its predicates: `SELECT n, id, time, … FROM …` with a column for each field,
// repeated fields unnested. What cannot be read is refused.
std::string rows_before_predicates(const Query& query, const EventFilter& events,
                                   const std::vector<std::string>& columns, const SqlDialect& dialect,
                                   Fidelity& fidelity);

// Whether rows of the variable can be more than its events.
bool unnests(const BoundRule& rule, const EventFilter& events);

}  // namespace yaral::convert
