#include "plan/compile_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace yaral::plan {

namespace {

using semantics::ColumnType;
using semantics::EventSource;

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
  const auto found = tables.find(table);
  if (found == tables.end()) return fmt::format("the data table `%{}` was not given", table);
  if (found->second.find_column(column)) return {};
  std::vector<std::string_view> names;
  for (const semantics::Column& c : found->second.columns) names.push_back(c.name);
  return fmt::format("the data table `%{}` ({}) has no column `{}`; it has {}", table, found->second.file, column,
                     fmt::join(names, ", "));
}

bool find_tables(const semantics::BoundRule& rule, const semantics::DataTables& tables, RulePlan& out,
                 std::vector<PlanProblem>& problems) {
  const std::size_t before = problems.size();
  const auto fail = [&](std::string problem) {
    problems.push_back({.rule = rule.name, .message = problem, .fatal = true});
  };
  for (const semantics::FieldUse& use : rule.fields) {
    const semantics::EventVariable& variable = rule.variables[use.variable];
    if (variable.source != EventSource::kTable) continue;
    if (std::string problem = use_problem(use, variable.name, tables); !problem.empty()) {
      fail(std::move(problem));
      continue;
    }
    out.variables[use.variable].table = &tables.find(variable.name)->second;
  }
  for (const semantics::SetupOperation& operation : rule.setup) {
    const auto table = tables.find(operation.table);
    if (table == tables.end()) fail(fmt::format("the data table `%{}` was not given", operation.table));
    out.setup_tables.push_back(table == tables.end() ? nullptr : &table->second);
  }
  return problems.size() == before;
}

}  // namespace yaral::plan
