#pragma once

#include <string>
#include <string_view>

namespace yaral::semantics {

// Why a text cannot be a time zone (8.12): an IANA name or an offset such as `+2` or `-03:30`. Empty when it can be,
// and for every well-formed name on a machine without tzdata.
std::string time_zone_problem(std::string_view text);

}  // namespace yaral::semantics
