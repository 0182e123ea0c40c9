#pragma once

#include <set>
#include <string>

#include "semantics/bound.h"

namespace yaral::semantics {

// The names of the reference lists that a rule reads.
std::set<std::string> lists_read(const BoundRule& rule);

// The names of the data tables that it reads: joined, looked up in, or by `setup`.
std::set<std::string> tables_read(const BoundRule& rule);

}  // namespace yaral::semantics
