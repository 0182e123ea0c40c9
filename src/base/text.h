#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yaral {

// A character below the blank, or DEL.
constexpr bool is_ascii_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
constexpr bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
constexpr char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

// Without a way out, so that the compiler makes it look at many bytes at once.
constexpr bool is_ascii(std::string_view text) {
  unsigned char bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
}

// Without white space (blank, \t, \n, \v, \f, \r) at both ends.
std::string_view ascii_trim(std::string_view text);
// With A-Z made small; all other bytes as they are.
std::string ascii_lower(std::string_view text);
// With a-z made capital; all other bytes as they are.
std::string ascii_upper(std::string_view text);
bool ascii_equal_nocase(std::string_view a, std::string_view b);

// The parts between the separators: always one more than there are separators, so one empty part for an empty text.
std::vector<std::string_view> split(std::string_view text, char separator);

// Whether the whole text is a number in decimal, as std::from_chars reads a double.
bool is_decimal(std::string_view text);

// Whether the bytes are well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_utf8(std::string_view text);
// The text with every maximal ill-formed sequence replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);
// The number of code points; each ill-formed sequence counts as one.
std::size_t utf8_length(std::string_view text);

// The code point at the start of a text that is not empty, and its bytes; U+FFFD and the length of the maximal
// ill-formed sequence when there is none.
struct CodePoint {
  char32_t value;
  std::size_t bytes;
  bool valid;
};
CodePoint first_code_point(std::string_view text);
// U+FFFD in UTF-8: what stands for bytes that are none.
inline constexpr std::string_view kReplacementText = "\xEF\xBF\xBD";
// Adds a code point; U+FFFD in place of a surrogate or a number above U+10FFFF.
void append_utf8(std::string& out, char32_t code_point);

// UTF-16 as bytes to UTF-8. Lone surrogates and an odd byte at the end become U+FFFD; a byte order mark is kept as
// U+FEFF.
std::string utf16le_to_utf8(std::string_view bytes);
std::string utf16be_to_utf8(std::string_view bytes);

// Unicode simple case folding: texts that differ only in case fold to the same bytes. Ill-formed bytes stay as they
// are.
std::string fold_case(std::string_view text);
// fold_case(a) == fold_case(b), without allocating for ASCII.
bool equal_folded(std::string_view a, std::string_view b);

// `1 file`, `2 files`.
std::string counted(std::uint64_t number, std::string_view noun);

}  // namespace yaral
