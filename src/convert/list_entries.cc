#include "convert/list_entries.h"

#include <fmt/format.h>

#include "convert/sql_tables.h"
#include "plan/compile_tables.h"

namespace yaral::convert {

using semantics::ColumnType;
using semantics::ListMode;

namespace {

using Found = std::expected<ListEntries, std::string>;

Found column_entries(const semantics::List& list, ListMode mode, const plan::Lookups& lookups) {
  if (std::string problem = plan::column_problem(lookups.tables, list.name, list.column); !problem.empty())
    return std::unexpected(std::move(problem));
  const semantics::DataTable& table = lookups.tables.find(list.name)->second;
  const std::size_t column = *table.find_column(list.column);
  ListEntries out{.name = list_name(list), .texts = {}, .mode = mode};
  for (const auto& row : table.rows) out.texts.push_back(row[column]);
  const ColumnType type = table.columns[column].type;
  if (out.mode == ListMode::kString && type == ColumnType::kRegex) out.mode = ListMode::kRegex;
  if (out.mode == ListMode::kString && type == ColumnType::kCidr) out.mode = ListMode::kCidr;
  return out;
}

Found entries(const semantics::List& list, ListMode mode, const plan::Lookups& lookups) {
  if (!list.column.empty()) return column_entries(list, mode, lookups);
  const auto found = lookups.lists.find(list.name);
  if (found != lookups.lists.end()) return ListEntries{.name = list_name(list), .texts = found->second, .mode = mode};
  return std::unexpected(
      fmt::format("the list's entries are not known: give the folder with {}.txt (--lists)", list.name));
}

}  // namespace

std::string list_name(const semantics::List& list) {
  return '%' + list.name + (list.column.empty() ? "" : '.' + list.column);
}

Found list_entries(const semantics::BoundRule& rule, const semantics::Expr& e, const plan::Lookups& lookups) {
  Found found = entries(rule.lists[e.index], e.list_mode, lookups);
  if (found && found->texts.size() > kMostEmbedded)
    return std::unexpected(fmt::format("has more than {} entries, too many for a query", kMostEmbedded));
  return found;
}

}  // namespace yaral::convert
