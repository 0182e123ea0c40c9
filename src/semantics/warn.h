#pragma once

#include "semantics/binder.h"

// Warnings about rules that are right and still surprise their authors (language reference 11.2), and about what yaral
// takes and SecOps does not. Each looks at a rule without errors and says one thing once.
namespace yaral::semantics {

// warn_rows.cc: what unnesting and fields that are not set do to predicates and aggregates.
void warn_inflated(Binder& b);
void warn_negatives(Binder& b);
void warn_index_and_rows(Binder& b);

// warn_results.cc: results that depend on something besides the events, or cost more than they need.
void warn_no_event_type(Binder& b);
void warn_run_dependent(Binder& b);
void warn_element_of_list(Binder& b);
void warn_unsigned(Binder& b);
void warn_suppression_without_key(Binder& b);

// warn_text.cc: patterns and texts, as they were written.
void warn_wildcard_ends(Binder& b);
void warn_wildcard_in_text(Binder& b);
void warn_mixed_lookups(Binder& b);

// warn_condition.cc
void warn_text_outcome_tests(Binder& b);

// Calls `visit` for every bound expression of the rule and those within them. Placeholders are not followed.
template <typename Visit>
void visit_bound(const Expr& root, const Visit& visit) {
  visit(root);
  for (const Expr& arg : root.args) visit_bound(arg, visit);
}
template <typename Visit>
void visit_rule(const BoundRule& rule, const Visit& visit) {
  for (const Placeholder& p : rule.placeholders) visit_bound(p.value, visit);
  for (const Expr& e : rule.predicates) visit_bound(e, visit);
  for (const Outcome& o : rule.outcomes) visit_bound(o.value, visit);
  visit_bound(rule.condition, visit);
}

}  // namespace yaral::semantics
