#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detections/detection.h"

namespace yaral::detections {

// A table that rules write rows into, as it is before the run.
struct ExportTable {
  struct Column {
    std::string name;
    std::string type = "STRING";  // as the schema file says it
    bool key = false;
    bool repeated = false;
    std::string mapped_path;
  };
  std::string name;
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

// What a rule writes for each of its detections (language reference 2.8): the value of a variable into each column.
struct ExportTarget {
  struct Column {
    std::string name;
    std::string variable;  // of the detection, without $
  };
  std::string rule;
  std::string table;
  std::vector<Column> columns;
};

// Collects the rows that detections write, in the order of apply(), and writes the tables into a folder. Values are
// written as in the CSV of detections, but the elements of a list are joined by `|`; a `|` within one becomes `/`.
class TableExport {
 public:
  static constexpr std::size_t kMostRows = 10'000;  // of a rule (language reference 11.1)

  // Makes a table known that is there already; one of the same name must not be known yet.
  void add_table(ExportTable table);

  // Writes the row of a detection. A row with the same key is replaced in the columns written; without key columns a row
  // is added unless an equal one is there. A table that is not known is made, with the columns of the first target.
  void apply(const ExportTarget& target, const Detection& detection);

  // Writes NAME.csv and NAME.schema.yaml for every table that got rows into `folder`, which is made if it is not there.
  // The result is what went wrong, each with the file's path.
  std::vector<std::string> write(const std::string& folder) const;

  // What could not be applied: one message for each rule and reason, with its count.
  std::vector<std::string> problems() const;

  // The tables as they are now, for tests and for what follows.
  const ExportTable* find(std::string_view table) const;
  std::uint64_t rows_written() const { return rows_written_; }

 private:
  struct Held {
    ExportTable table;
    bool changed = false;
    std::unordered_map<std::string, std::size_t> row_of;  // key, or whole row, to its place
  };

  Held& table_for(const ExportTarget& target);
  std::optional<std::vector<std::size_t>> check(const ExportTarget& target, const Held& held);
  void put(Held& held, const std::vector<std::size_t>& places, const std::vector<std::string>& cells);

  std::map<std::string, Held, std::less<>> tables_;
  std::unordered_map<std::string, std::uint64_t> rows_of_rule_;
  std::map<std::string, std::uint64_t> problems_;
  std::uint64_t rows_written_ = 0;
};

}  // namespace yaral::detections
