#pragma once

#include <cstdint>
#include <vector>

#include "convert/fidelity.h"
#include "semantics/bound.h"

// A bound rule taken apart the way query languages want it: a filter for each kind of event, what joins them, what
// groups them, what is asked of a group. Every writer starts from it.
namespace yaral::convert {

using semantics::BoundRule;
using semantics::Expr;
using semantics::Op;

// The rows of one event variable.
struct EventFilter {
  std::uint32_t variable = 0;
  bool required = true;
  bool table = false;                   // rows of a data table, which have no time and are in every window
  std::vector<const Expr*> predicates;  // that read no other variable; all must hold
  std::vector<std::uint32_t> fields;    // of BoundRule::fields, those of this variable
};

struct Query {
  const BoundRule* rule = nullptr;
  std::vector<EventFilter> events;  // the pivot of a sliding window, required ones, tables, others
  std::vector<const Expr*> joins;   // predicates over several variables

  bool grouped() const { return rule->window.has_value(); }
  bool one_variable() const { return events.size() == 1; }
  bool sliding() const {
    return grouped() &&
           (rule->window->kind == syntax::WindowKind::kBefore || rule->window->kind == syntax::WindowKind::kAfter);
  }
  bool is_pivot(std::uint32_t variable) const { return sliding() && rule->window->pivot == variable; }
};

// What no target can say of a rule (other sources than events, metrics, tables to be written) is refused here.
Query lower(const BoundRule& rule, Fidelity& fidelity);

// Where a placeholder or key is best read: in a variable that is always there. nullptr when there is none.
const semantics::Source* required_source(const BoundRule& rule, const std::vector<semantics::Source>& sources);

}  // namespace yaral::convert
