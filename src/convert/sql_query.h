#pragma once

#include <string>

#include "convert/query.h"
#include "convert/sql_dialect.h"
#include "plan/plan.h"

namespace yaral::convert {

// The statement that selects what a rule detects, with the comment that says what it is run on. Empty when `fidelity`
// has refused.
std::string write_sql(const BoundRule& rule, const SqlDialect& dialect, const plan::Lookups& lookups,
                      Fidelity& fidelity);

}  // namespace yaral::convert
