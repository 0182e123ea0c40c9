#pragma once

#include <string>
#include <vector>

#include "convert/query.h"
#include "convert/sql_dialect.h"
#include "plan/plan.h"

namespace yaral::convert {

// Names in the statement that expressions over a group refer to.
struct SqlGroup {
  std::string start;  // expression of the window's start, nanoseconds since 1970
  std::string end;
  std::vector<std::string> keys;  // expressions of the match keys
};

// Writes expressions of one rule. What cannot be said is refused in `fidelity`; the text is then of no use.
class SqlExpr {
 public:
  SqlExpr(const Query& query, const std::vector<std::string>& columns, const SqlDialect& dialect,
          const plan::Lookups& lookups, Fidelity& fidelity)
      : query_(query),
        rule_(*query.rule),
        columns_(columns),
        dialect_(dialect),
        lookups_(lookups),
        fidelity_(fidelity) {}

  // Over one row, or one combination of rows.
  std::string row(const Expr& e) { return text(e); }
  // Over a group: counts and aggregates are allowed, a field is that of any row.
  std::string group(const Expr& e, const SqlGroup& group);

 private:
  std::string text(const Expr& e);
  std::string constant(const Expr& e);
  std::string field(const Expr& e);
  std::string placeholder(const Expr& e);
  std::string comparison(const Expr& e);
  std::string ordered_enums(const Expr& e);
  std::string regex(const std::string& subject, const Expr& pattern, bool nocase);
  std::string in_list(const Expr& e);
  std::string list_test(const std::string& subject, const std::string& entry, semantics::ListMode mode, bool nocase);
  std::string in_cidr(const std::string& subject, const std::string& block);
  std::string quantified(const Expr& e);
  std::string arithmetic(const Expr& e);
  std::string call(const Expr& e);
  std::string capture(const Expr& e);
  std::string variadic(const Expr& e);
  std::string aggregate(const Expr& e);
  std::string ordered_array(const Expr& value);
  std::string at_least(const Expr& e);
  std::string joined(const Expr& e, std::string_view word);
  std::string as_number(const Expr& e, const Expr& other);
  std::string folded(const Expr& e);
  std::string fitted(const std::string& number, const Type& type) const;
  std::string zero(const Type& type) const;
  std::string refuse(std::string what, std::string why);
  std::string pattern(const Expr& e, bool nocase);
  std::vector<std::string> texts(const Expr& e);

  const Query& query_;
  const BoundRule& rule_;
  const std::vector<std::string>& columns_;
  const SqlDialect& dialect_;
  const plan::Lookups& lookups_;
  Fidelity& fidelity_;
  const SqlGroup* group_ = nullptr;  // null within rows
  bool of_groups_ = false;           // also within the rows of aggregates: variables may be absent there
};

}  // namespace yaral::convert
