#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yaral::syntax {

// A stretch of a source text, in bytes: [begin, end).
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool operator==(const Span&) const = default;
  bool empty() const { return begin == end; }
};

// The smallest span that holds both.
inline Span cover(Span a, Span b) { return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end}; }

// Line and column as people count: from 1, columns in characters (not bytes).
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

// A rule file: its name for messages and its text (UTF-8; at most 4 GiB).
class Source {
 public:
  Source(std::string name, std::string text);

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const { return std::string_view(text_).substr(span.begin, span.end - span.begin); }

  Position position(std::uint32_t offset) const;
  // The line of a position alone, which takes no reading of the line.
  std::uint32_t line_at(std::uint32_t offset) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  // A line (from 1) without its line end.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t line_start(std::uint32_t number) const { return line_starts_[number - 1]; }

 private:
  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

}  // namespace yaral::syntax
