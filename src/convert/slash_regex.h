#pragma once

#include <string>
#include <string_view>

#include "convert/filter_text.h"

// Patterns between slashes.
namespace yaral::convert {

// A pattern of RE2 and Java for a text, as the body of `/…/`: slashes and line ends are escaped.
std::string slash_pattern(std::string_view text, LiteralUse use);

// A pattern as the body of `/…/`.
std::string slash_body(std::string_view pattern);

// `/…/` with `i` behind it where the pattern begins with a flag that says so. Flags about `.` are left out: it is no line end in
// any case.
std::string flagged_regex(std::string_view pattern);

}  // namespace yaral::convert
