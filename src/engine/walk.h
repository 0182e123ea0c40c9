#pragma once

#include <span>
#include <vector>

#include "base/value.h"
#include "udm/path.h"

namespace yaral::engine {

// Follows steps from a message (or struct, or timestamp). Null when something on the way is not set. Steps after a repeated
// field without subscript go on from its first element; callers that unnest split paths there.
Value walk(Value from, std::span<const udm::PathStep> steps);

// The elements of the repeated field at the end of `steps`; empty when it is not set.
std::span<const Value> elements(Value from, std::span<const udm::PathStep> steps);

}  // namespace yaral::engine
