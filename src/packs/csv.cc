#include "packs/csv.h"

#include <algorithm>

namespace yaral::packs {

namespace {

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

bool CsvReader::next(CsvRecord& out) {
  while (at_ < text_.size() && at_line_end()) end_line();
  if (at_ == text_.size()) return false;
  out = {.cells = {}, .line = line_, .problem = {}};
  for (;;) {
    read_cell(out);
    if (at_line_end()) break;
    ++at_;  // the comma
  }
  end_line();
  return true;
}

void CsvReader::end_line() {
  if (at_ == text_.size()) return;
  at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
  ++line_;
}

// Up to the comma or the end of the line.
void CsvReader::read_cell(CsvRecord& out) {
  if (at_ < text_.size() && text_[at_] == '"') return read_quoted(out);
  const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
  out.cells.emplace_back(text_.substr(at_, end - at_));
  at_ = end;
}

void CsvReader::read_quoted(CsvRecord& out) {
  std::string cell;
  for (++at_;;) {
    const std::size_t quote = text_.find('"', at_);
    const std::string_view part = text_.substr(at_, quote == std::string_view::npos ? quote : quote - at_);
    line_ += static_cast<std::uint32_t>(std::ranges::count(part, '\n'));
    cell += part;
    if (quote == std::string_view::npos) {
      at_ = text_.size();
      out.problem = "a quotation mark of this row is never closed: the rest of the table is not read";
      break;
    }
    at_ = quote + 1;
    if (!text_.substr(at_).starts_with('"')) break;
    cell += '"';
    ++at_;
  }
  out.cells.push_back(std::move(cell));
  if (at_line_end() || text_[at_] == ',') return;
  out.problem = "text stands behind a closing quotation mark";
  at_ = std::min(text_.find_first_of(",\r\n", at_), text_.size());
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + csv_cell(cells[i]);
  // A lone empty cell would be a blank line, which readers leave out.
  return (line.empty() ? "\"\"" : line) + "\r\n";
}

}  // namespace yaral::packs
