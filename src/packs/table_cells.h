#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "semantics/data_table.h"

// What the cells of a data table may hold: the same for tables that are read and for rows that rules write.
namespace yaral::packs {

// The values of a cell: one, or those between the `|` of a repeated column. Empty ones among several do not count.
std::vector<std::string> cell_values(const semantics::Column& column, const std::string& cell);

// Why a row cannot stand in a table of these columns; empty if it can. Every cell is of its column's type, and repeated
// cells stand for at most `most_rows` rows.
std::string row_problem(const std::vector<semantics::Column>& columns, const std::vector<std::string>& cells,
                        std::size_t most_rows);

// The same text for rows of which the later replaces the earlier: those with the same values in the key columns, or in all
// columns where none is key. Numbers are the same however they are spelled.
std::string row_key(const std::vector<semantics::Column>& columns, const std::vector<std::string>& cells);

}  // namespace yaral::packs
