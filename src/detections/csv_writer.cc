#include <array>

#include <fmt/format.h>

#include "detections/collection_json.h"
#include "detections/digest.h"
#include "detections/terminal_text.h"
#include "detections/writers.h"

namespace yaral::detections {

namespace {

constexpr std::string_view kHeader =
    "detection_time,window_start,window_end,rule,severity,risk_score,keys,events,first_event,last_event,"
    "command_line_or_path,outcomes,detection_id\r\n";

// Spreadsheets run cells that begin with one of these; what logs say must not.
bool looks_like_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

std::string quoted(std::string_view text) {
  std::string cell = looks_like_formula(text) ? "'" : "";
  cell += visible_lines(text);
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

class CsvWriter : public Writer {
 public:
  explicit CsvWriter(std::ostream& out) : out_(out) { out_ << kHeader; }

  void write(const Detection& d) override {
    const std::array cells = {
        format_timestamp(d.detection_time),
        format_timestamp(d.window_start),
        format_timestamp(d.window_end),
        quoted(d.rule->name),
        quoted(d.rule->severity),
        fmt::format("{}", d.risk_score.value_or(kDefaultRiskScore)),
        quoted(variables_text(d, Variable::Kind::kMatch, "; ")),
        fmt::format("{}", event_count(d)),
        format_timestamp(d.first_event),
        format_timestamp(d.last_event),
        quoted(first_subject(d)),
        quoted(variables_text(d, Variable::Kind::kOutcome, "; ")),
        d.id,
    };
    std::string line;
    for (const std::string& cell : cells) {
      if (!line.empty()) line += ',';
      line += cell;
    }
    out_ << line + "\r\n";
  }

 private:
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<Writer> make_csv_writer(std::ostream& out) { return std::make_unique<CsvWriter>(out); }

}  // namespace yaral::detections
