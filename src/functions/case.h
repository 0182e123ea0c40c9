#pragma once

#include <string>
#include <string_view>

namespace yaral::functions {

// Every code point mapped to its single upper or lower case partner, whatever the process's locale. Ill-formed bytes
// stay.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

}  // namespace yaral::functions
