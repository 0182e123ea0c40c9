#pragma once

#include <string>
#include <string_view>

namespace yaral::convert {

// A text as one YAML scalar that reads as this text: plain where nothing could be taken for something else, in quotes
// otherwise. Bytes that are no UTF-8 become U+FFFD.
std::string yaml_text(std::string_view text);
// The same, always in quotes.
std::string yaml_quoted(std::string_view text);

}  // namespace yaral::convert
