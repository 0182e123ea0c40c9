#pragma once

#include <cstdint>
#include <string_view>

namespace yaral::syntax {

// One decoded character. A byte that begins no valid UTF-8 sequence is a character of its own, with `valid` false.
struct Character {
  char32_t code = 0;
  std::uint32_t size = 1;  // bytes
  bool valid = true;
};

// The character at `offset`, which must lie inside `text`.
Character decode_utf8(std::string_view text, std::size_t offset);

// The offset of the first byte that is not UTF-8, or text.size().
std::size_t find_invalid_utf8(std::string_view text);

std::uint32_t count_characters(std::string_view text);

// Columns a character takes on a terminal: 0 for combining marks, 2 for East Asian wide ones and emoji, else 1.
int display_width(char32_t code);

// Characters that change how text around them is shown, or are not shown at all: controls, direction marks, zero-width
// characters. They are never written to a terminal.
bool is_invisible(char32_t code);

}  // namespace yaral::syntax
