#include "plan/compile_tables.h"

#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace yaral::plan {

namespace {

using semantics::ColumnType;
using semantics::EventSource;

std::string table_problem(const semantics::DataTables& tables, std::string_view table) {
  if (tables.contains(table)) return {};
  return fmt::format("it needs the data table `%{0}`: there is no {0}.csv in the folders of tables (--tables)", table);
}

std::string use_problem(const semantics::FieldUse& use, const std::string& table, const semantics::DataTables& tables) {
  if (const std::string problem = column_problem(tables, table, use.path.text); !problem.empty()) return problem;
  const semantics::DataTable& found = tables.find(table)->second;
  const semantics::Column& column = found.columns[*found.find_column(use.path.text)];
  if (!use.path.type.is_number() || column.type == ColumnType::kNumber) return {};
  return fmt::format("the column `%{}.{}` is compared with a number, but its type is not NUMBER: say so in its schema",
                     table, column.name);
}

}  // namespace

std::string column_problem(const semantics::DataTables& tables, std::string_view table, std::string_view column) {
  if (std::string problem = table_problem(tables, table); !problem.empty()) return problem;
  const auto found = tables.find(table);
  if (found->second.find_column(column)) return {};
  std::vector<std::string_view> names;
  for (const semantics::Column& c : found->second.columns) names.push_back(c.name);
  return fmt::format("the data table `%{}` ({}) has no column `{}`; it has {}", table, found->second.file, column,
                     fmt::join(names, ", "));
}

bool find_tables(const semantics::BoundRule& rule, const semantics::DataTables& tables, RulePlan& out,
                 std::vector<PlanProblem>& problems) {
  bool good = true;
  const auto passes = [&](std::string problem) {
    if (problem.empty()) return true;
    add_problem(problems, {.rule = rule.name, .message = std::move(problem), .fatal = true});
    good = false;
    return false;
  };
  for (const semantics::FieldUse& use : rule.fields) {
    const semantics::EventVariable& variable = rule.variables[use.variable];
    if (variable.source == EventSource::kTable && passes(use_problem(use, variable.name, tables)))
      out.variables[use.variable].table = &tables.find(variable.name)->second;
  }
  for (const semantics::SetupOperation& operation : rule.setup) {
    if (!passes(table_problem(tables, operation.table))) continue;
    for (const semantics::SetupOperation::Join& join : operation.joins)
      passes(column_problem(tables, operation.table, join.column));
    out.setup_tables.push_back(&tables.find(operation.table)->second);
  }
  return good;
}

}  // namespace yaral::plan
