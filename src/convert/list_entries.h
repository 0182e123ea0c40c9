#pragma once

#include <expected>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "semantics/bound.h"

namespace yaral::convert {

// What a reference list or a column of a data table holds, and as what its entries are taken.
struct ListEntries {
  std::string name;  // `%list`, `%table.column`
  std::vector<std::string> texts;
  semantics::ListMode mode = semantics::ListMode::kString;
};

// The entries behind a kInList. The error says why they are not known, or too many for a query.
std::expected<ListEntries, std::string> list_entries(const semantics::BoundRule& rule, const semantics::Expr& e,
                                                     const plan::Lookups& lookups);

// `%list`, `%table.column`
std::string list_name(const semantics::List& list);

}  // namespace yaral::convert
