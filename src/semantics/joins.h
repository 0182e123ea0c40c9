#pragma once

#include "semantics/binder.h"

// How the event variables of a rule hang together (language reference 3.8).
namespace yaral::semantics {

// Event variables and tables of one rule.
inline constexpr std::size_t kMostVariables = 20;

// Takes `a and b` and `not (a or b)` over several event variables apart, so that each part can be judged by itself.
void split_predicates(Binder& b);

// Fills Placeholder::sources; after `events`.
void find_placeholder_sources(Binder& b);
// Where a variable may be absent, fills BoundRule::implied with what follows from the predicates without it: equalities by way of others, and what
// is said of placeholders for each variable that they are bound in. After `condition`.
void close_predicates(Binder& b);
// Fills MatchKey::sources; after `match`.
void find_key_sources(Binder& b);

// Reports variables that are not joined, rules of several variables without `match`, rules without an event, too many
// joins with tables; after `condition`.
void check_joins(Binder& b);

}  // namespace yaral::semantics
