#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "semantics/bound.h"

// Which event variables the equalities of a rule connect (language reference 3.8).
namespace yaral::semantics {

using VariableSet = std::set<std::uint32_t>;

// The event variables that an expression reads.
VariableSet variables_of(const BoundRule& rule, const Expr& e);

// The variables that a predicate surely gives a value of another variable that it reads: those of an equality, and of an
// `or` those that every alternative does.
VariableSet joined_by(const BoundRule& rule, const Expr& e);

// The variables that hang together where a predicate holds, whichever alternative of an `or` does.
std::vector<VariableSet> connected_by(const BoundRule& rule, const Expr& e);

// For each variable the sets of others that join it: with all of one set it hangs together, whichever alternative of an
// `or` holds. A predicate counts only where all that it reads is there.
std::vector<std::set<VariableSet>> join_partners(const BoundRule& rule);

// The variables of `wanted` that surely hang together with the first of them, by what reads no others.
VariableSet connected_with_first(const BoundRule& rule, const VariableSet& wanted);

// The variables that can join those of `start` one after the other, these included.
VariableSet reachable(const std::vector<std::set<VariableSet>>& partners, VariableSet start);

}  // namespace yaral::semantics
