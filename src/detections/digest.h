#pragma once

#include <cstdint>
#include <string>

#include "detections/detection.h"

namespace yaral::detections {

// `name=value name=value` of the match or outcome variables, joined by `separator`; as the events have them, not yet
// fit for a terminal.
std::string variables_text(const Detection& detection, Variable::Kind kind, std::string_view separator);

// Events behind the detection, those that are not among the samples included.
std::uint64_t event_count(const Detection& detection);

// The command line, path or other subject of the first sampled event that has one; empty if none has.
std::string first_subject(const Detection& detection);

}  // namespace yaral::detections
