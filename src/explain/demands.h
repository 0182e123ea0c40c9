#pragma once

#include <string>
#include <vector>

#include "semantics/bound.h"

namespace yaral::explain {

// What the condition wants of a variable, in words: "required", "must be absent" …
std::string presence_text(const semantics::BoundRule& rule, std::uint32_t variable);

// What each atom of the condition asks for, in words: "at least 10 events of $bad".
std::vector<std::string> demands_of(const semantics::BoundRule& rule);

// Whether a condition is no more than `$a and $b`: where it is judged, it holds.
bool only_presence(const semantics::Expr& condition);

}  // namespace yaral::explain
