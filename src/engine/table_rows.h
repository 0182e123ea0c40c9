#pragma once

#include <string>
#include <vector>

#include "base/arena.h"
#include "engine/partition.h"
#include "functions/implementation.h"

namespace yaral::engine {

// A row of a data table.
class TableScope : public Scope {
 public:
  TableScope(const plan::RulePlan& rule, const std::vector<std::string>& row) : rule_(rule), row_(row) {}
  Value field(std::uint32_t index) override;

 private:
  const plan::RulePlan& rule_;
  const std::vector<std::string>& row_;
};

// Adds the rows of the data table behind a variable that pass its predicates (language reference 3.12: filters on a table
// apply first). Their rank is their place in the table; their values live in `values` and in the table.
void add_table_rows(const plan::RulePlan& rule, std::uint32_t variable, functions::CallContext& context, Arena& values,
                    RowSet& rows);

}  // namespace yaral::engine
