#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/record.h"

namespace yaral::ingest {

// The `#` lines at the head of a log whose lines are columns (Zeek's TSV, W3C's extended format): names and separators of
// the columns.
class ColumnHeader {
 public:
  // Whether the line is one of a header; then what it says holds for the lines to come.
  bool read(std::string_view line);
  bool known() const { return !columns_.empty(); }

  // A line of values to data with the names of the columns; in front the log's own name (`#path`) as `_path`. Values
  // that stand for nothing are left out; lists have one datum an element. False when the line has other columns than the
  // header says.
  bool split(std::string_view line, Arena& arena, std::vector<Datum>& data) const;

 private:
  struct Column {
    std::string name;
    bool is_list = false;
  };
  std::string path_;
  std::vector<Column> columns_;
  char separator_ = '\t';
  char list_separator_ = ',';
  std::string empty_ = "(empty)";
  std::string unset_ = "-";
};

}  // namespace yaral::ingest
