#pragma once

#include <string>
#include <vector>

#include "convert/query.h"
#include "convert/sql_dialect.h"
#include "semantics/data_table.h"

namespace yaral::convert {

// Entries of a list and rows of a table that a query may hold.
inline constexpr std::size_t kMostEmbedded = 10'000;

// The rows of a data table that a rule joins, as `SELECT … UNION ALL SELECT …` with a column for each that is read.
std::string table_rows(const Query& query, const EventFilter& table, const std::vector<std::string>& columns,
                       const semantics::DataTables& tables, const SqlDialect& dialect, Fidelity& fidelity);

}  // namespace yaral::convert
