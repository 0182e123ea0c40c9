#pragma once

#include <vector>

#include "detections/detection.h"
#include "semantics/bound.h"

namespace yaral::engine {

// Drops what options.suppression_window suppresses (language reference 7): per key, the first detection opens a window of
// that length, and those with a detection time in it are left out; the next one opens a new window. The key is all match
// variables; without `match` it is $suppression_key, or one for the whole rule. `found` must be ordered by detection time.
// Returns how many were dropped.
std::size_t suppress(const semantics::BoundRule& rule, std::vector<detections::Detection>& found);

}  // namespace yaral::engine
