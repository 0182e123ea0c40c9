#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yaral::packs {

// One record of a CSV text (RFC 4180).
struct CsvRecord {
  std::vector<std::string> cells;
  std::uint32_t line = 0;  // on which it begins, from 1
  std::string problem;     // why it cannot be used; empty if it can
};

// Reads records one after another: cells separated by commas, in quotation marks where they hold commas, quotation marks
// (doubled) or line breaks. Lines end with LF, CRLF or CR; blank ones are left out.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  // False at the end.
  bool next(CsvRecord& out);

 private:
  bool at_line_end() const { return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }
  void end_line();
  void read_cell(CsvRecord& out);
  void read_quoted(CsvRecord& out);

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

// A record as a line that ends with CRLF.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace yaral::packs
