#pragma once

#include "convert/filter_text.h"

namespace yaral::convert {

// Filters and values of KQL. Names of fields and columns are written as they are given: they are expressions already.
extern const FilterDialect kKqlDialect;

// re.capture of a group: names of the calls that KqlFields makes of it, by the number of the group.
inline constexpr std::string_view kCaptured[] = {".captured all", ".captured group"};

}  // namespace yaral::convert
