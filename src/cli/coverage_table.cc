#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "cli/coverage_report.h"
#include "cli/wrap.h"
#include "detections/terminal_text.h"

namespace yaral::cli {

namespace {

using attack::Cell;
using attack::Column;

constexpr std::size_t kDefaultWidth = 120;
constexpr std::size_t kNarrowest = 24;  // of a column
constexpr std::size_t kWidest = 44;
constexpr std::size_t kGap = 2;

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kReset = "\x1b[0m";

// A line of a column: text at its left, a number at its right end.
struct Line {
  std::string text;
  std::string number;
  std::string_view colour;
};

std::vector<Line> lines_of(const Column& column) {
  std::vector<Line> lines;
  lines.push_back({.text = std::string(column.tactic->name), .colour = kBold});
  lines.push_back({.text = fmt::format("{} of {}", column.covered.size(), counted(column.techniques, "technique")),
                   .colour = kDim});
  for (const Cell& cell : column.covered) {
    lines.push_back({.text = fmt::format("{} {}", cell.technique->id, cell.technique->name),
                     .number = std::to_string(cell.all.size()),
                     .colour = cell.rules.empty() ? kDim : kGreen});
    for (const Cell& sub : cell.subtechniques)
      lines.push_back(
          {.text = fmt::format(" {} {}", sub.technique->id.substr(sub.technique->id.find('.')), sub.technique->name),
           .number = std::to_string(sub.rules.size()),
           .colour = kGreen});
  }
  return lines;
}

class Matrix {
 public:
  explicit Matrix(const Terminal& terminal)
      : colour_(terminal.colour), width_(terminal.width ? terminal.width : kDefaultWidth) {}

  std::string draw(const std::vector<Column>& columns) {
    std::vector<std::vector<Line>> filled;
    for (const Column& column : columns)
      if (!column.covered.empty()) filled.push_back(lines_of(column));
    const std::size_t fit = std::max<std::size_t>(1, (width_ + kGap) / (kNarrowest + kGap));
    const std::size_t bands = (filled.size() + fit - 1) / fit;
    const std::size_t beside = bands ? (filled.size() + bands - 1) / bands : 1;
    column_ = std::clamp<std::size_t>((width_ + kGap) / beside, kGap + 1, kWidest + kGap) - kGap;
    for (std::size_t first = 0; first < filled.size(); first += beside)
      draw_band(std::span(filled).subspan(first, std::min(beside, filled.size() - first)));
    return std::move(out_);
  }

 private:
  void draw_band(std::span<const std::vector<Line>> columns) {
    const std::size_t height = std::ranges::max(columns, {}, &std::vector<Line>::size).size();
    for (std::size_t row = 0; row < height; ++row) {
      std::size_t missing = 0;  // blanks up to here, written only when something follows
      for (const std::vector<Line>& column : columns) {
        if (row < column.size()) {
          out_.append(missing, ' ');
          missing = draw_line(column[row]);
        } else {
          missing += column_;
        }
        missing += kGap;
      }
      out_ += '\n';
    }
    out_ += '\n';
  }

  // The blanks that the line leaves of its column.
  std::size_t draw_line(const Line& line) {
    const std::size_t room = line.number.empty() ? column_ : column_ - std::min(column_ - 1, line.number.size() + 1);
    const std::string text = detections::cut_to_width(line.text, room);
    const std::size_t blanks = room - std::min(room, detections::display_width(text));
    if (colour_) out_ += line.colour;
    out_ += text;
    if (colour_) out_ += kReset;
    if (line.number.empty()) return blanks;
    out_.append(blanks + 1, ' ');
    out_ += line.number;
    return 0;
  }

  bool colour_;
  std::size_t width_;
  std::size_t column_ = kNarrowest;
  std::string out_;
};

}  // namespace

std::string coverage_table(const CoverageReport& report, const Terminal& terminal) {
  const std::vector<Column> columns = matrix_of(report.coverage);
  std::vector<std::string_view> empty;
  for (const Column& column : columns)
    if (column.covered.empty()) empty.push_back(column.tactic->name);
  std::string text = Matrix(terminal).draw(columns);
  if (!empty.empty())
    text +=
        wrapped(fmt::format("No rules: {}", fmt::join(empty, ", ")), terminal.width ? terminal.width : kDefaultWidth);
  return text;
}

}  // namespace yaral::cli
