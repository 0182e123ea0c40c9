#pragma once

#include <string>

#include "semantics/bound.h"

namespace yaral::semantics {

// What a rule was bound to, one line a part, for tests and for people who debug the binder: expressions as calls,
// `any`/`all` with the list they range over, types after a colon.
std::string dump(const BoundRule& rule);
// One expression of it: the same text for equal expressions.
std::string dump(const BoundRule& rule, const Expr& e);

}  // namespace yaral::semantics
