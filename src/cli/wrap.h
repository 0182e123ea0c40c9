#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace yaral::cli {

// The text with every line that is wider than `width` broken at blanks, and `indent` blanks before every line. A word
// that is wider stays whole. Width 0, as of what is no terminal, breaks nothing. Ends in a line break.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace yaral::cli
