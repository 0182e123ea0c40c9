#pragma once

#include <string>

#include "detections/detection.h"

namespace yaral::detections {

// The sampled events behind a detection for people: a line with time, type, host and user of each, below it its main
// fields, all fit for a terminal and cut to `width` columns (0: not cut). Says how many further events there were.
std::string event_blocks(const Detection& detection, std::size_t width, bool colour);

}  // namespace yaral::detections
