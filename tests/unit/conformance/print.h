#pragma once

#include <string>

#include "base/value.h"
#include "detections/detection.h"

namespace yaral::conformance {

// Values and detections in the form of the `detections` blocks (tests/conformance/README.md).
std::string print_value(const Value& value);
std::string print_detection(const detections::Detection& detection);

// What a detection says beside its variables, in the form of the `labels` blocks.
std::string print_labels(const detections::Detection& detection);

}  // namespace yaral::conformance
