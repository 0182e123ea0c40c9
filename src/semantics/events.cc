#include "semantics/expression.h"
#include "semantics/joins.h"
#include "semantics/names.h"
#include "semantics/sections.h"

namespace yaral::semantics {

namespace {

// `a and b` on one line is the same as two lines (3.5), and a binding within is one (3.4).
void split_conjuncts(const syntax::Expr& e, std::vector<const syntax::Expr*>& out) {
  if (e.kind != syntax::ExprKind::kAnd) {
    out.push_back(&e);
    return;
  }
  for (const syntax::Expr& child : e.children) split_conjuncts(child, out);
}

}  // namespace

void bind_events(Binder& b) {
  b.section = Section::kEvents;
  std::vector<const syntax::Expr*> conjuncts;
  for (const syntax::Expr& predicate : b.ast.events) split_conjuncts(predicate, conjuncts);
  declare_variables(b);
  declare_placeholders(b, conjuncts);
  bind_placeholders(b);
  for (const syntax::Expr* conjunct : conjuncts)
    if (!b.definitions.contains(conjunct)) b.rule.predicates.push_back(bind_predicate(b, *conjunct));
  split_predicates(b);
  find_placeholder_sources(b);
}

}  // namespace yaral::semantics
