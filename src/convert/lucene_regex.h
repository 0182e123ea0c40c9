#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace yaral::convert {

// A pattern of RE2, which is found anywhere, for Lucene's regular expressions: those match whole texts, and have neither
// anchors nor classes by letter nor flags. `.` of the result is any character, line ends too. The error names what cannot be said.
std::expected<std::string, std::string> lucene_regex(std::string_view pattern, bool nocase);

}  // namespace yaral::convert
