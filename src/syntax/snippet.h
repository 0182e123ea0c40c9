#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/diagnostic.h"
#include "syntax/render.h"
#include "syntax/source.h"

namespace yaral::syntax {

// What parts of a report look like; the ANSI colours behind are in snippet.cc.
enum class Ink : std::uint8_t { kPlain, kBold, kError, kWarning, kFrame, kAdded };

// Adds `text` in colour, or plain when the style has none.
void paint(std::string& out, const TextStyle& style, Ink ink, std::string_view text);

// A piece of a line to underline.
struct Underline {
  Span span;  // within one line
  char stroke = '^';
  Ink ink = Ink::kPlain;
  std::string text;  // may be empty
};

// Columns for line numbers, as wide as the largest needs.
int gutter_width(std::uint32_t largest_line);
// `   | ` with an optional line number.
void add_gutter(std::string& out, const TextStyle& style, int gutter, std::uint32_t line = 0);

// A line of text as shown: tabs as blanks, invisible characters replaced, cut to the width around the marks.
class ShownLine {
 public:
  // `text` begins at `offset` of the coordinates that the marks use.
  ShownLine(std::string_view text, std::uint32_t offset, const std::vector<Underline>& marks, int width);

  const std::string& text() const { return shown_; }
  // Where the character at an offset is shown; clamped to what is shown.
  int column(std::uint32_t offset) const;

 private:
  int full_column(std::uint32_t offset) const;

  std::string_view text_;
  std::uint32_t offset_;
  int first_ = 0;        // the first column shown
  int last_ = 0;         // one past the last
  int shown_begin_ = 0;  // where the first is shown: behind the sign that something was cut off
  std::string shown_;
};

// The underlines of a line and their texts, one row after the other, each after a gutter and `margin`.
void add_marks(std::string& out, const TextStyle& style, int gutter, std::string_view margin, const ShownLine& line,
               std::vector<Underline> marks);

}  // namespace yaral::syntax
