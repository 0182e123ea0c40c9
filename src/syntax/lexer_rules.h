#pragma once

#include <string_view>

#include "syntax/token.h"

namespace yaral::syntax {

// The rules of the lexer that need nothing but the text ahead. `text` begins where the thing begins.

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
inline bool is_word_part(char c) { return is_word_start(c) || is_digit(c); }

// 0 when `text` does not begin with a letter or `_`.
std::size_t word_length(std::string_view text);
// To the end of the line, the line end left out; the second without blanks at its end.
std::size_t line_length(std::string_view text);
std::size_t trimmed_line_length(std::string_view text);

struct NumberShape {
  TokenKind kind;
  std::size_t size;
  bool dotted;  // kBadNumber: several dots, as in an address
};
NumberShape number_shape(std::string_view text);

// Length of a string or regular expression with the marks around it; 0 if it does not end on its line. With `escapes` a
// backslash hides what follows it.
std::size_t literal_length(std::string_view text, bool escapes);
// The same for a quoted string with line breaks, if what lies between looks like prose and not like the rest of a rule;
// else 0.
std::size_t multiline_string_length(std::string_view text);

// Whether an operand has ended after `token`, so that `/` divides (language reference 1.4). `before` is the kind of the
// token before it: after a dot a word is a field name, whatever it spells.
bool ends_operand(const Token& token, TokenKind before);

// The name within the text of a variable token: the sigil, and blanks that were written after it, left out.
std::string_view name_of_variable(std::string_view token_text);

bool is_smart_quote(char32_t code);

// Whether the first thing of a line is a comment as other languages have it: `# text`, `-- text`. `# e > 5` is a count
// with a blank too many.
bool begins_foreign_comment(std::string_view text);

}  // namespace yaral::syntax
