#include "explain/table_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "semantics/expr_text.h"

namespace yaral::explain {

namespace {

using semantics::BoundRule;
using semantics::SetupOperation;

std::string joins_text(const BoundRule& rule, const SetupOperation& operation) {
  std::vector<std::string> joins;
  for (const SetupOperation::Join& join : operation.joins)
    joins.push_back(fmt::format("{}.graph.{} = %{}.{}", variable_text(rule, operation.variable), join.entity_path.text,
                                operation.table, join.column));
  return fmt::format("{}", fmt::join(joins, " and "));
}

std::string operation_words(const BoundRule& rule, const SetupOperation& operation) {
  const std::string variable = variable_text(rule, operation.variable);
  const std::string& table = operation.table;
  switch (operation.kind) {
    case SetupOperation::Kind::kOverride:
      return fmt::format(
          "records of {} are rewritten from the first row of %{} with `{}`: columns replace the fields that the schema "
          "maps them to, others become `additional.fields`",
          variable, table, joins_text(rule, operation));
    case SetupOperation::Kind::kAppend:
      return fmt::format("every row of %{} is one more record of {}", table, variable);
    case SetupOperation::Kind::kExclude:
      return fmt::format("records of {} are left out where a row of %{} has `{}`", variable, table,
                         joins_text(rule, operation));
  }
  return {};
}

}  // namespace

std::vector<std::string> setup_words(const BoundRule& rule) {
  std::vector<std::string> words;
  for (const SetupOperation& operation : rule.setup) words.push_back(operation_words(rule, operation));
  return words;
}

std::vector<std::string> export_words(const BoundRule& rule) {
  std::vector<std::string> words;
  for (const semantics::Export& write : rule.exports) {
    std::vector<std::string> columns;
    for (const semantics::ExportColumn& column : write.columns)
      columns.push_back(fmt::format("{} = {}", column.name, expr_text(rule, column.value)));
    words.push_back(fmt::format(
        "each detection writes a row into %{}: {}; with `scan --export`, and in place of the row with the same key",
        write.table, fmt::join(columns, ", ")));
  }
  return words;
}

}  // namespace yaral::explain
