#include "plan/conjuncts.h"

#include <bit>

#include "plan/compile_expr.h"

namespace yaral::plan {

namespace {

using semantics::Expr;

void split(const Expr& e, std::vector<const Expr*>& out) {
  if (e.op != Op::kAnd) {
    out.push_back(&e);
    return;
  }
  for (const Expr& arg : e.args) split(arg, out);
}

}  // namespace

Conjuncts conjuncts_of(const semantics::BoundRule& rule) {
  Conjuncts parts{.of_variable = std::vector<std::vector<const Expr*>>(rule.variables.size()), .joining = {}};
  for (const auto* predicates : {&rule.predicates, &rule.implied}) {
    std::vector<const Expr*> all;
    for (const Expr& predicate : *predicates) split(predicate, all);
    for (const Expr* e : all) {
      const std::uint32_t variables = variable_mask(*e, rule);
      if (std::popcount(variables) > 1)
        parts.joining.push_back(e);
      else
        parts.of_variable[variables == 0 ? 0 : static_cast<std::size_t>(std::countr_zero(variables))].push_back(e);
    }
    if (predicates == &rule.predicates) parts.written = parts.joining.size();
  }
  return parts;
}

}  // namespace yaral::plan
