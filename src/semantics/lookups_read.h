#pragma once

#include <set>
#include <string>
#include <vector>

#include "semantics/bound.h"
#include "udm/path.h"

namespace yaral::semantics {

// The names of the reference lists that a rule reads.
std::set<std::string> lists_read(const BoundRule& rule);

// The names of the data tables that it reads: joined, looked up in, or by `setup`.
std::set<std::string> tables_read(const BoundRule& rule);

// The fields of events, those of entities apart, whose text it reads: in the rule's order, none twice.
std::vector<udm::Path> text_fields_read(const BoundRule& rule);

}  // namespace yaral::semantics
