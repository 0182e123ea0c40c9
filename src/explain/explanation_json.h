#pragma once

#include <span>
#include <string>

#include "explain/explanation.h"

namespace yaral::explain {

// The explanations as one JSON array, with the members of the value types; empty parts are left out.
std::string to_json(std::span<const Explanation> explanations);

}  // namespace yaral::explain
