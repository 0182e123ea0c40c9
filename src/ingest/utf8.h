#pragma once

#include <cstddef>
#include <string_view>

namespace yaral::ingest {

// The length of the UTF-8 sequence at the beginning of `text`; 0 when it is none (or cut off).
std::size_t utf8_sequence(std::string_view text);

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace yaral::ingest
