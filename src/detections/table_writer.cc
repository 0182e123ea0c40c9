#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "detections/digest.h"
#include "detections/event_block.h"
#include "detections/terminal_text.h"
#include "detections/writers.h"

namespace yaral::detections {

namespace {

enum Column : std::size_t { kTime, kSeverity, kRule, kKeys, kEvents, kSubject, kColumns };

constexpr std::array<std::string_view, kColumns> kTitles = {"TIME", "SEVERITY", "RULE",
                                                            "KEYS", "EVENTS",   "COMMAND LINE OR PATH"};
// Longer cells are printed in full and push their own line to the right; the columns of the others stay narrow.
constexpr std::array<std::size_t, kColumns> kWidest = {32, 13, 36, 44, 9, 0};
constexpr std::size_t kNarrowestSubject = 24;
// Rows looked at before the first is printed, to find the widths of the columns.
constexpr std::size_t kLookAhead = 200;

struct SeverityColour {
  std::string_view severity;
  std::string_view escape;
};
constexpr std::array<SeverityColour, 5> kColours = {{{"CRITICAL", "\x1b[1;31m"},
                                                     {"ERROR", "\x1b[31m"},
                                                     {"HIGH", "\x1b[31m"},
                                                     {"MEDIUM", "\x1b[33m"},
                                                     {"LOW", "\x1b[36m"}}};
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kReset = "\x1b[0m";

std::string_view colour_of(std::string_view severity) {
  const auto at = std::ranges::find(kColours, severity, &SeverityColour::severity);
  return at == kColours.end() ? std::string_view() : at->escape;
}

// To the second: the exact times are with the events.
std::string time_text(const Detection& d) {
  const std::string start = format_timestamp({d.window_start.seconds, 0});
  if (!d.has_window) return start;
  const std::int64_t nanos =
      (d.window_end.seconds - d.window_start.seconds) * 1'000'000'000 + d.window_end.nanos - d.window_start.nanos;
  return start + " +" + format_duration({nanos});
}

using Cells = std::array<std::string, kColumns>;

Cells cells_of(const Detection& d) {
  return {time_text(d),
          d.rule->severity.empty() ? "-" : visible_text(d.rule->severity),
          visible_text(d.rule->name),
          visible_text(variables_text(d, Variable::Kind::kMatch, " ")),
          fmt::format("{}", event_count(d)),
          visible_text(first_subject(d))};
}

class TableWriter : public Writer {
 public:
  TableWriter(std::ostream& out, const TableStyle& style) : out_(out), style_(style) {
    for (std::size_t i = 0; i < kColumns; ++i) widths_[i] = kTitles[i].size();
  }

  void write(const Detection& d) override {
    Row row{.cells = cells_of(d), .events = {}};
    if (style_.show_events) row.events = event_blocks(d, style_.width, style_.colour);
    if (started_) {
      print(row);
      return;
    }
    for (std::size_t i = 0; i < kSubject; ++i)
      widths_[i] = std::max(widths_[i], std::min(display_width(row.cells[i]), kWidest[i]));
    waiting_.push_back(std::move(row));
    if (style_.at_once || waiting_.size() == kLookAhead) start();
  }

  void finish() override {
    if (!started_ && !waiting_.empty()) start();
  }

 private:
  struct Row {
    Cells cells;
    std::string events;
  };

  void start() {
    started_ = true;
    Cells titles;
    std::ranges::copy(kTitles, titles.begin());
    out_ << line(titles, kBold, {});
    for (const Row& row : waiting_) print(row);
    waiting_.clear();
  }

  void print(const Row& row) { out_ << line(row.cells, {}, colour_of(row.cells[kSeverity])) << row.events; }

  std::string line(const Cells& cells, std::string_view escape, std::string_view severity_escape) const {
    std::string out;
    std::size_t used = 0;
    for (std::size_t i = 0; i < kSubject; ++i) {
      const std::size_t width = display_width(cells[i]);
      const std::string padding(widths_[i] > width ? widths_[i] - width : 0, ' ');
      const std::string_view shade = i == kSeverity && !severity_escape.empty() ? severity_escape : escape;
      out += i == kEvents ? padding + painted(cells[i], shade) : painted(cells[i], shade) + padding;
      out += "  ";
      used += std::max(width, widths_[i]) + 2;
    }
    const std::size_t left = style_.width > used + kNarrowestSubject ? style_.width - used : kNarrowestSubject;
    return out + painted(cut_to_width(cells[kSubject], style_.width ? left : 0), escape) + "\n";
  }

  std::string painted(const std::string& text, std::string_view escape) const {
    if (!style_.colour || escape.empty()) return text;
    return fmt::format("{}{}{}", escape, text, kReset);
  }

  std::ostream& out_;
  TableStyle style_;
  std::array<std::size_t, kColumns> widths_{};
  std::vector<Row> waiting_;
  bool started_ = false;
};

}  // namespace

std::unique_ptr<Writer> make_table_writer(std::ostream& out, const TableStyle& style) {
  return std::make_unique<TableWriter>(out, style);
}

}  // namespace yaral::detections
