#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yaral::sigma {

// A Sigma text: what stands between wildcards, and the wildcards.
struct Piece {
  enum class Kind : unsigned char {
    kText,
    kAny,   // `*`: any characters, also none
    kOne,   // `?`: one character
    kDash,  // where the modifier `windash` found a sign of an option
  };
  Kind kind = Kind::kText;
  std::string text;

  bool operator==(const Piece&) const = default;
};
using Pattern = std::vector<Piece>;

// `\` before `*`, `?` or `\` takes that character as it is; before any other it stands for itself.
Pattern parse_pattern(std::string_view text);
// Text without wildcards.
Pattern literal_pattern(std::string text);

// The text, when there are no wildcards in it.
std::optional<std::string> plain_text(const Pattern& pattern);

// With a wildcard in front, behind.
Pattern begins_anywhere(Pattern pattern);
Pattern ends_anywhere(Pattern pattern);

// With kDash for every `-` or `/` that begins an option: the characters around it are none of a word before, one behind.
Pattern with_dashes(const Pattern& pattern);

// A pattern as regular expression (RE2): what is between the ends, and whether the text must begin and end there.
struct Expression {
  std::string body;
  bool at_start = true;
  bool at_end = true;
};
Expression to_expression(const Pattern& pattern);

// Text as a part of a regular expression between back quotes.
std::string quote_regex(std::string_view text);

// Whether the whole text is of the pattern, without regard to the case of ASCII letters unless `cased`.
bool matches(const Pattern& pattern, std::string_view text, bool cased);

}  // namespace yaral::sigma
