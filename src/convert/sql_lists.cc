#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/list_entries.h"
#include "convert/regex.h"
#include "convert/sql_expr.h"

// Reference lists, and columns of data tables looked up as lists: their entries become part of the query.
namespace yaral::convert {

using semantics::ListMode;

std::string SqlExpr::in_list(const Expr& e) {
  const std::string name = list_name(rule_.lists[e.index]);
  const auto entries = list_entries(rule_, e, lookups_);
  if (!entries) return refuse(name, entries.error());
  fidelity_.remark(name, fmt::format("what is in it now is part of the query, entries: {}", entries->texts.size()));
  const std::string subject = text(e.args[0]);
  std::vector<std::string> parts;
  for (const std::string& entry : entries->texts) parts.push_back(list_test(subject, entry, entries->mode, e.nocase));
  if (parts.empty()) return "FALSE";
  if (entries->mode != ListMode::kString) return fmt::format("({})", fmt::join(parts, " OR "));
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
