#pragma once

#include <string>
#include <string_view>

namespace yaral::semantics {

// Why a text cannot be a time zone (8.12): an IANA name or an offset such as `+2` or `-03:30`. Empty when it can: whether
// the zone of a well-formed name exists, the engine finds out when it loads the rule.
std::string time_zone_problem(std::string_view text);

}  // namespace yaral::semantics
