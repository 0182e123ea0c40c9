#pragma once

#include "base/type.h"
#include "base/value.h"
#include "engine/scope.h"
#include "functions/implementation.h"
#include "plan/node.h"

namespace yaral::engine {

// The value of an expression. Text and lists live in the context's arena, the event, or the plan.
Value evaluate(const plan::Node& node, Scope& scope, functions::CallContext& context);

// A predicate's truth: a bool, or for a bare value whether it is other than zero (language reference 6.1).
inline bool holds(const plan::Node& node, Scope& scope, functions::CallContext& context) {
  return !evaluate(node, scope, context).is_zero();
}

// Whether `a op b` holds between two values (language reference 6.1).
bool compares(semantics::CompareOp op, const Value& a, const Value& b);

// The value itself, or for "not set" the zero value of its type, so that it prints and counts as one (3.3).
Value typed(const Value& value, Type type);

// A copy that lives in `arena`.
Value deep_copy(const Value& value, Arena& arena);

}  // namespace yaral::engine
