#pragma once

#include <set>
#include <vector>

#include "semantics/binder.h"

namespace yaral::semantics {

// A comparison of a count in the condition, and what stands around it.
struct Atom {
  const Expr* comparison;
  const Expr* count;
  bool bounded;
  bool existence;        // holds for one event as for many
  const Expr* choice;    // the outermost `or` or `of` around it
  const Expr* negation;  // the `not` around it
};

// The atoms of a condition, in the order written.
std::vector<Atom> find_atoms(const Expr& condition);

bool is_count(const Expr& e);

// The variables that an atom is about: one event variable, or those that a placeholder is bound in.
std::set<std::uint32_t> variables_of(const Binder& b, const Atom& atom);

// Without an event of which variables the condition cannot hold (6.1, 6.4).
std::set<std::uint32_t> required_by(const Binder& b, const Expr& condition);

// 6.2: what may be absent is tied to an event that may not.
void check_absence(Binder& b, const std::vector<Atom>& atoms);
// 6.4, 6.5: which events `or` and `of` may stand between.
void check_choices(Binder& b, const std::vector<Atom>& atoms);

}  // namespace yaral::semantics
