#include "syntax/snippet.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "syntax/quote.h"
#include "syntax/utf8.h"

namespace yaral::syntax {
namespace {

constexpr int kTabWidth = 4;
// Context kept to the left of what is pointed at when a line is cut.
constexpr int kLeftContext = 20;
// No terminal shows more: of longer lines only this much to either side is looked at.
constexpr std::uint32_t kMaxSide = 4096;
constexpr std::string_view kCut = "…";

constexpr std::array<std::string_view, 6> kColours{"",           "\x1b[1m",    "\x1b[1;31m",
                                                   "\x1b[1;33m", "\x1b[1;34m", "\x1b[1;32m"};

int shown_width(const Character& c) {
  if (c.code == '\t') return kTabWidth;
  return !c.valid || is_invisible(c.code) ? 1 : display_width(c.code);
}

void append_shown(std::string& out, std::string_view text, std::size_t at, const Character& c) {
  if (c.code == '\t') {
    out.append(kTabWidth, ' ');
  } else {
    out += printable(text.substr(at, c.size));
  }
}

// One row below a source line: strokes and connectors, then perhaps a text.
class Row {
 public:
  void put(int column, char stroke, Ink ink) {
    const auto index = static_cast<std::size_t>(column);
    if (cells_.size() <= index) cells_.resize(index + 1, {' ', Ink::kPlain});
    cells_[index] = {stroke, ink};
  }

  int end() const { return static_cast<int>(cells_.size()); }

  void write(std::string& out, const TextStyle& style, Ink text_ink, std::string_view text) const {
    for (std::size_t i = 0; i < cells_.size();) {
      std::string run;
      const Ink ink = cells_[i].ink;
      for (; i < cells_.size() && cells_[i].ink == ink; ++i) run += cells_[i].stroke;
      paint(out, style, ink, run);
    }
    if (!text.empty()) paint(out, style, text_ink, text);
    out += '\n';
  }

 private:
  struct Cell {
    char stroke;
    Ink ink;
  };
  std::vector<Cell> cells_;
};

}  // namespace

void paint(std::string& out, const TextStyle& style, Ink ink, std::string_view text) {
  const bool plain = !style.colour || ink == Ink::kPlain || text.empty();
  if (!plain) out += kColours[static_cast<std::size_t>(ink)];
  out += text;
  if (!plain) out += "\x1b[0m";
}

int gutter_width(std::uint32_t largest_line) { return static_cast<int>(std::to_string(largest_line).size()); }

void add_gutter(std::string& out, const TextStyle& style, int gutter, std::uint32_t line) {
  paint(out, style, Ink::kFrame,
        line == 0 ? fmt::format("{:{}} |", "", gutter) : fmt::format("{:>{}} |", line, gutter));
}

ShownLine::ShownLine(std::string_view text, std::uint32_t offset, const std::vector<Underline>& marks, int width)
    : text_(text), offset_(offset) {
  const std::uint32_t target_at = marks.empty() ? 0 : marks.front().span.begin - offset;
  const std::size_t line_size = text.size();
  if (target_at > kMaxSide) {
    std::uint32_t cut = target_at - kMaxSide;
    while (cut < target_at && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) ++cut;
    text_.remove_prefix(cut);
    offset_ += cut;
  }
  text_ = text_.substr(0, 2 * kMaxSide);
  const bool cut_left = offset_ > offset;
  const bool cut_right = offset_ - offset + text_.size() < line_size;
  const int full = full_column(offset_ + static_cast<std::uint32_t>(text_.size()));
  if (full > width && !marks.empty()) {
    const int begin = full_column(marks.front().span.begin);
    first_ = std::max(0, std::min(begin - kLeftContext, full - width));
  }
  last_ = std::min(full, first_ + width);
  shown_begin_ = cut_left || first_ > 0 ? 1 : 0;
  if (shown_begin_ == 1) shown_ += kCut;
  int column = 0;
  for (std::size_t i = 0; i < text_.size() && column < last_;) {
    const Character c = decode_utf8(text_, i);
    const int end = column + shown_width(c);
    if (column >= first_ && end <= last_) {
      append_shown(shown_, text_, i, c);
    } else if (end > first_) {
      shown_.append(static_cast<std::size_t>(std::min(end, last_) - std::max(column, first_)), ' ');  // half a wide one
    }
    column = end;
    i += c.size;
  }
  if (cut_right || last_ < full) shown_ += kCut;
}

int ShownLine::full_column(std::uint32_t offset) const {
  int column = 0;
  for (std::size_t i = 0; i < text_.size() && offset_ + i < offset;) {
    const Character c = decode_utf8(text_, i);
    column += shown_width(c);
    i += c.size;
  }
  return column;
}

int ShownLine::column(std::uint32_t offset) const {
  const int clamped = std::clamp(full_column(offset), first_, last_);
  return clamped - first_ + shown_begin_;
}

// The texts are laid out as in rustc: the rightmost behind its stroke, the others below, hung on connectors.
void add_marks(std::string& out, const TextStyle& style, int gutter, std::string_view margin, const ShownLine& line,
               std::vector<Underline> marks) {
  // Drawn first where they overlap: secondary marks, so that the primary one stays whole.
  Row strokes;
  for (const bool primary : {false, true}) {
    for (const Underline& mark : marks) {
      if ((mark.stroke != '-') != primary) continue;
      const int begin = line.column(mark.span.begin);
      const int end = std::max(begin + 1, line.column(mark.span.end));
      for (int column = begin; column < end; ++column) strokes.put(column, mark.stroke, mark.ink);
    }
  }
  std::erase_if(marks, [](const Underline& mark) { return mark.text.empty(); });
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Underline& a, const Underline& b) { return a.span.begin < b.span.begin; });
  const auto begin_row = [&] {
    add_gutter(out, style, gutter);
    out += margin;
  };
  const bool last_is_inline = !marks.empty() && std::max(line.column(marks.back().span.begin) + 1,
                                                         line.column(marks.back().span.end)) == strokes.end();
  begin_row();
  strokes.write(out, style, last_is_inline ? marks.back().ink : Ink::kPlain,
                last_is_inline ? " " + marks.back().text : "");
  if (last_is_inline) marks.pop_back();
  while (!marks.empty()) {
    Row connectors;
    for (const Underline& mark : marks) connectors.put(line.column(mark.span.begin), '|', mark.ink);
    begin_row();
    connectors.write(out, style, Ink::kPlain, "");
    const Underline last = marks.back();
    marks.pop_back();
    Row row;
    const int place = line.column(last.span.begin);
    for (const Underline& mark : marks) {
      if (line.column(mark.span.begin) < place) row.put(line.column(mark.span.begin), '|', mark.ink);
    }
    if (row.end() < place) row.put(place - 1, ' ', Ink::kPlain);
    begin_row();
    row.write(out, style, last.ink, last.text);
  }
}

}  // namespace yaral::syntax
