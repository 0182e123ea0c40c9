#include "explain/empty_lookups.h"

namespace yaral::explain {

namespace {

using semantics::ColumnType;
using semantics::DataTable;

DataTable& table_of(plan::Lookups& lookups, const std::string& name) {
  DataTable& table = lookups.tables[name];
  table.name = name;
  return table;
}

void add_column(DataTable& table, const std::string& name, ColumnType type) {
  const auto known = table.find_column(name);
  if (!known) table.columns.push_back({.name = name, .type = type});
  // A number can also be read as text.
  if (known && type == ColumnType::kNumber) table.columns[*known].type = type;
}

}  // namespace

plan::Lookups empty_lookups(const semantics::BoundRule& rule) {
  plan::Lookups lookups;
  for (const semantics::List& list : rule.lists) {
    if (list.column.empty())
      lookups.lists[list.name];
    else
      add_column(table_of(lookups, list.name), list.column, ColumnType::kString);
  }
  for (const semantics::FieldUse& use : rule.fields) {
    const semantics::EventVariable& variable = rule.variables[use.variable];
    if (variable.source != semantics::EventSource::kTable) continue;
    const ColumnType type = use.path.type.is_number() ? ColumnType::kNumber : ColumnType::kString;
    add_column(table_of(lookups, variable.name), use.path.text, type);
  }
  for (const semantics::SetupOperation& operation : rule.setup) {
    DataTable& table = table_of(lookups, operation.table);
    for (const semantics::SetupOperation::Join& join : operation.joins)
      add_column(table, join.column, ColumnType::kString);
  }
  return lookups;
}

}  // namespace yaral::explain
