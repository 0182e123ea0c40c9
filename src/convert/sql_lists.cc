#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/regex.h"
#include "convert/sql_expr.h"
#include "convert/sql_tables.h"
#include "plan/compile_tables.h"

// Reference lists, and columns of data tables looked up as lists: their entries become part of the query.
namespace yaral::convert {

using semantics::ColumnType;
using semantics::ListMode;

SqlExpr::Entries SqlExpr::entries_of(const Expr& e) {
  const semantics::List& list = rule_.lists[e.index];
  if (list.column.empty()) {
    const auto found = lookups_.lists.find(list.name);
    if (found != lookups_.lists.end()) return {found->second, e.list_mode};
    refuse('%' + list.name,
           fmt::format("the list's entries are not known: give the folder with {}.txt (--lists)", list.name));
    return {};
  }
  if (std::string problem = plan::column_problem(lookups_.tables, list.name, list.column); !problem.empty()) {
    refuse('%' + list.name, std::move(problem));
    return {};
  }
  const semantics::DataTable& table = lookups_.tables.find(list.name)->second;
  const std::size_t column = *table.find_column(list.column);
  Entries out{.texts = {}, .mode = e.list_mode};
  for (const auto& row : table.rows) out.texts.push_back(row[column]);
  const ColumnType type = table.columns[column].type;
  if (out.mode == ListMode::kString && type == ColumnType::kRegex) out.mode = ListMode::kRegex;
  if (out.mode == ListMode::kString && type == ColumnType::kCidr) out.mode = ListMode::kCidr;
  return out;
}

std::string SqlExpr::in_list(const Expr& e) {
  const semantics::List& list = rule_.lists[e.index];
  const std::string name = '%' + list.name + (list.column.empty() ? "" : '.' + list.column);
  const Entries entries = entries_of(e);
  if (entries.texts.size() > kMostEmbedded)
    return refuse(name, fmt::format("has more than {} entries, too many for a query", kMostEmbedded));
  fidelity_.remark(name, fmt::format("what is in it now is part of the query, entries: {}", entries.texts.size()));
  const std::string subject = text(e.args[0]);
  std::vector<std::string> parts;
  for (const std::string& entry : entries.texts) parts.push_back(list_test(subject, entry, entries.mode, e.nocase));
  if (parts.empty()) return "FALSE";
  if (entries.mode != ListMode::kString) return fmt::format("({})", fmt::join(parts, " OR "));
  return fmt::format("{} IN ({})", e.nocase ? fill_in(dialect_.fold, subject) : subject, fmt::join(parts, ", "));
}

// The test of one regular expression or block; of a text the literal alone.
std::string SqlExpr::list_test(const std::string& subject, const std::string& entry, ListMode mode, bool nocase) {
  if (mode == ListMode::kString) return dialect_.literal(nocase ? fold_case(entry) : entry);
  if (mode == ListMode::kCidr) return in_cidr(subject, entry);
  const auto regex = translate_regex(entry, nocase, RegexDialect::kRe2);
  return regex ? fill_in(dialect_.regex, subject, dialect_.literal(regex->text)) : refuse(entry, regex.error());
}

}  // namespace yaral::convert
