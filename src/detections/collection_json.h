#pragma once

#include <string>

#include "detections/detection.h"

namespace yaral::detections {

// Risk of a detection whose rule gives none: that of SecOps for rules that do not alert.
inline constexpr double kDefaultRiskScore = 15;

// Adds a detection as the `Collection` of the SecOps API (language reference 10.3), proto JSON in lowerCamel on one
// line. createdTime and lastUpdatedTime are the detection time, so that the same events give the same bytes in every
// run.
void append_collection(std::string& json, const Detection& detection);

}  // namespace yaral::detections
