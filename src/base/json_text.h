#pragma once

#include <string>
#include <string_view>

namespace yaral {

// Adds `text` as a JSON string with its quotes: control characters, quotes and backslashes escaped, ill-formed UTF-8
// replaced by U+FFFD, everything else as it is.
void append_json_string(std::string& out, std::string_view text);

// The text as a JSON string with its quotes, which YAML reads as the same text.
std::string json_string(std::string_view text);

// Adds a number in the fewest digits that read back as the same; "NaN", "Infinity" and "-Infinity" as strings, as proto
// JSON does.
void append_json_number(std::string& out, double number);

}  // namespace yaral
