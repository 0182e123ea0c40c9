#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "syntax/quote.h"
#include "syntax/render.h"
#include "syntax/snippet.h"

namespace yaral::syntax {
namespace {

// A suggestion that spans more lines is given by its title only.
constexpr std::size_t kMaxSuggestedLines = 6;

std::uint32_t first_line(const Source& source, Span span) { return source.position(span.begin).line; }

std::uint32_t last_line(const Source& source, Span span) {
  return source.position(span.end > span.begin ? span.end - 1 : span.end).line;
}

// A span over several lines: a line drawn on the left from its first to its last.
struct Lane {
  Span span;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  Ink ink = Ink::kPlain;
  std::string text;
};

class Block {
 public:
  Block(const FileReport& report, const Diagnostic& diagnostic, const TextStyle& style)
      : source_(*report.source), d_(diagnostic), style_(style) {}

  std::string run() {
    place_labels();
    gutter_ = gutter_width(lines_.rbegin()->first);
    head();
    snippet();
    for (const std::string& note : d_.notes) footer("note", note);
    if (!d_.help.empty()) footer("help", d_.help);
    if (d_.fix) suggestion(*d_.fix);
    return std::move(out_);
  }

 private:
  Ink severity_ink() const { return d_.severity == Severity::kError ? Ink::kError : Ink::kWarning; }

  void place_labels() {
    place(d_.primary, '^', severity_ink());
    for (const Label& label : d_.others) place(label, '-', Ink::kFrame);
  }

  void place(const Label& label, char stroke, Ink ink) {
    Span span = label.span;
    const std::uint32_t first = first_line(source_, span);
    const std::uint32_t last = last_line(source_, span);
    if (first != last && !lane_) {
      lane_ = Lane{span, first, last, ink, label.text};
      lines_[first];
      lines_[last];
      return;
    }
    // One lane is enough: of further long spans the first line stands for the whole.
    if (first != last) span.end = source_.line_start(first) + static_cast<std::uint32_t>(source_.line(first).size());
    lines_[first].push_back({span, stroke, ink, label.text});
  }

  void head() {
    const DiagnosticInfo& row = info(d_.code);
    const std::string_view severity = d_.severity == Severity::kError ? "error" : "warning";
    paint(out_, style_, severity_ink(), fmt::format("{}[{}]", severity, row.code));
    paint(out_, style_, Ink::kBold, ": " + d_.message);
    const Position at = source_.position(d_.primary.span.begin);
    out_ += '\n';
    paint(out_, style_, Ink::kFrame, fmt::format("{:{}}--> ", "", gutter_));
    out_ += fmt::format("{}:{}:{}\n", printable(source_.name()), at.line, at.column);
  }

  void snippet() {
    bar();
    std::uint32_t previous = 0;
    for (const auto& [number, marks] : lines_) {
      if (previous != 0 && number == previous + 2) source_line(previous + 1, {});
      if (previous != 0 && number > previous + 2) paint(out_, style_, Ink::kFrame, "...\n");
      source_line(number, marks);
      previous = number;
    }
    const bool more = !d_.notes.empty() || !d_.help.empty() || d_.fix;
    if (more) bar();
  }

  void bar() {
    add_gutter(out_, style_, gutter_);
    out_ += '\n';
  }

  // Shown text without blanks at its end, which nobody sees.
  void add_line(const std::string& shown) {
    out_ += shown;
    out_.erase(out_.find_last_not_of(' ') + 1);
    out_ += '\n';
  }

  void source_line(std::uint32_t number, const std::vector<Underline>& marks) {
    const std::string_view text = source_.line(number);
    const int margin = lane_ ? 3 : 1;
    std::vector<Underline> focus = marks;
    if (lane_ && (number == lane_->first || number == lane_->last)) {
      const std::uint32_t at = number == lane_->first ? lane_->span.begin : lane_->span.end;
      focus.push_back({{at, at}, '^', lane_->ink, ""});
    }
    const ShownLine line(text, source_.line_start(number), focus, std::max(20, style_.width - gutter_ - 2 - margin));
    const std::size_t first_text = std::min(text.find_first_not_of(" \t"), text.size());
    const bool opens = lane_ && number == lane_->first;
    const bool opens_at_text = opens && lane_->span.begin <= source_.line_start(number) + first_text;

    add_gutter(out_, style_, gutter_, number);
    lane_cell(number, opens_at_text ? '/' : ' ');
    add_line(line.text());
    if (!marks.empty()) add_marks(out_, style_, gutter_, lane_margin(number), line, marks);
    if (opens && !opens_at_text) lane_end('_', ' ', line.column(lane_->span.begin), "");
    if (lane_ && number == lane_->last) lane_end('_', '|', line.column(lane_->span.end) - 1, lane_->text);
  }

  bool in_lane(std::uint32_t number) const { return lane_ && number > lane_->first && number <= lane_->last; }

  void lane_cell(std::uint32_t number, char opening) {
    out_ += ' ';
    if (!lane_) return;
    paint(out_, style_, lane_->ink, in_lane(number) ? "|" : std::string(1, opening));
    out_ += ' ';
  }

  std::string lane_margin(std::uint32_t number) const { return !lane_ ? " " : in_lane(number) ? " | " : "   "; }

  // The row that leads from the lane to a column of the line above it.
  void lane_end(char stroke, char lane, int column, std::string_view text) {
    add_gutter(out_, style_, gutter_);
    out_ += ' ';
    std::string row(1, lane);
    row.append(static_cast<std::size_t>(std::max(0, column + 1)), stroke);
    paint(out_, style_, lane_->ink, row + "^" + (text.empty() ? "" : " " + std::string(text)));
    out_ += '\n';
  }

  void footer(std::string_view kind, std::string_view text) {
    paint(out_, style_, Ink::kFrame, fmt::format("{:{}} = ", "", gutter_));
    paint(out_, style_, Ink::kBold, kind);
    out_ += fmt::format(": {}\n", text);
  }

  void suggestion(const Fix& fix) {
    footer("help", fix.title);
    std::vector<Edit> edits = fix.edits;
    std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
    if (edits.empty()) return;
    const std::uint32_t first = first_line(source_, edits.front().span);
    const std::uint32_t last = last_line(source_, edits.back().span);
    if (last - first >= kMaxSuggestedLines) return;
    bar();
    changed_lines(edits, first, last);
  }

  // The lines from `first` to `last` with the edits done, what is new underlined.
  void changed_lines(const std::vector<Edit>& edits, std::uint32_t first, std::uint32_t last) {
    std::uint32_t at = source_.line_start(first);
    const std::uint32_t end = source_.line_start(last) + static_cast<std::uint32_t>(source_.line(last).size());
    std::string text;
    std::vector<Underline> marks;
    for (const Edit& edit : edits) {
      if (edit.span.begin < at || edit.span.end > end) return;
      text += source_.text({at, edit.span.begin});
      const auto begin = static_cast<std::uint32_t>(text.size());
      text += edit.text;
      marks.push_back(
          {{begin, static_cast<std::uint32_t>(text.size())}, edit.span.empty() ? '+' : '~', Ink::kAdded, ""});
      at = edit.span.end;
    }
    text += source_.text({at, end});
    const Source changed("", std::move(text));
    for (std::uint32_t number = 1; number <= changed.line_count(); ++number)
      changed_line(changed, number, first, marks);
  }

  void changed_line(const Source& changed, std::uint32_t number, std::uint32_t first,
                    const std::vector<Underline>& all) {
    const std::uint32_t begin = changed.line_start(number);
    const auto end = begin + static_cast<std::uint32_t>(changed.line(number).size());
    std::vector<Underline> marks;
    std::vector<Underline> focus;
    for (const Underline& mark : all) {
      if (mark.span.begin < begin || mark.span.begin > end) continue;
      focus.push_back(mark);
      if (!mark.span.empty()) marks.push_back(mark);
      if (!mark.span.empty()) marks.back().span.end = std::min(mark.span.end, end);
    }
    const ShownLine line(changed.line(number), begin, focus, std::max(20, style_.width - gutter_ - 3));
    add_gutter(out_, style_, gutter_, first + number - 1);
    add_line(' ' + line.text());
    if (!marks.empty()) add_marks(out_, style_, gutter_, " ", line, std::move(marks));
  }

  const Source& source_;
  const Diagnostic& d_;
  const TextStyle& style_;
  std::string out_;
  int gutter_ = 1;
  std::map<std::uint32_t, std::vector<Underline>> lines_;
  std::optional<Lane> lane_;
};

}  // namespace

std::string render_text(const FileReport& report, const TextStyle& style) {
  std::string out;
  for (const Diagnostic& d : report.diagnostics) {
    out += Block(report, d, style).run();
    out += '\n';
  }
  return out;
}

}  // namespace yaral::syntax
