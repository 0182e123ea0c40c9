#include "convert/sql_tables.h"

#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "plan/compile_tables.h"

namespace yaral::convert {

namespace {

// A cell of a column that is compared with numbers, as SQL writes it; `0` when it is none.
std::string number_cell(std::string_view cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size()) return "0";
  return fmt::format("{}", value);
}

std::string joined_cells(const std::vector<std::string>& cells) { return fmt::format("{}", fmt::join(cells, ", ")); }

}  // namespace

std::string table_rows(const Query& query, const EventFilter& table, const std::vector<std::string>& columns,
                       const semantics::DataTables& tables, const SqlDialect& dialect, Fidelity& fidelity) {
  const std::string& name = query.rule->variables[table.variable].name;
  for (const std::uint32_t f : table.fields) {
    std::string problem = plan::column_problem(tables, name, query.rule->fields[f].path.text);
    if (problem.empty()) continue;
    fidelity.refuse('%' + name, std::move(problem));
    return {};
  }
  const auto found = tables.find(name);
  if (found == tables.end()) {
    fidelity.refuse('%' + name, fmt::format("give the folder with {}.csv (--tables)", name));
    return {};
  }
  if (found->second.rows.size() > kMostEmbedded) {
    fidelity.refuse('%' + name, fmt::format("has more than {} rows, too many for a query", kMostEmbedded));
    return {};
  }
  fidelity.remark('%' + name,
                  fmt::format("its {} as they stand are part of the query", counted(found->second.rows.size(), "row")));
  std::vector<std::string> selects;
  for (const auto& row : found->second.rows) {
    std::vector<std::string> cells{std::to_string(selects.size() + 1) + " AS n"};
    for (const std::uint32_t f : table.fields) {
      const semantics::FieldUse& use = query.rule->fields[f];
      const std::string& cell = row[*found->second.find_column(use.path.text)];
      cells.push_back(
          fmt::format("{} AS {}", use.path.type.is_number() ? number_cell(cell) : dialect.literal(cell), columns[f]));
    }
    selects.push_back("SELECT " + joined_cells(cells));
  }
  if (!selects.empty()) return fmt::format("{}", fmt::join(selects, "\n    UNION ALL "));
  std::vector<std::string> cells{"0 AS n"};
  for (const std::uint32_t f : table.fields)
    cells.push_back(fmt::format("{} AS {}", query.rule->fields[f].path.type.is_number() ? "0" : "''", columns[f]));
  return fmt::format("SELECT * FROM (SELECT {}) AS nothing WHERE n > 0", joined_cells(cells));
}

}  // namespace yaral::convert
