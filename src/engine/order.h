#pragma once

#include "detections/detection.h"

namespace yaral::engine {

// The order of the output: by detection time, rule, match keys, id.
bool comes_before(const detections::Detection& a, const detections::Detection& b);

}  // namespace yaral::engine
