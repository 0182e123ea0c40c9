#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "semantics/data_table.h"

namespace yaral::packs {

// The table and the columns that a rule writes for each of its detections (language reference 2.8).
struct ExportTarget {
  std::string rule;
  std::string table;
  std::vector<std::string> columns;
};

// Why rows of a rule were not written.
struct ExportProblem {
  std::string rule;
  std::string message;
};

// Collects the rows that rules write, in the order of apply(), and writes the tables into a folder.
class TableExport {
 public:
  static constexpr std::size_t kMostRows = 10'000;  // of a rule (language reference 11.1)

  // Makes a table known that is there already; one of the same name must not be known yet.
  void add_table(const semantics::DataTable& table);

  // Writes a row: a cell for each column of the target. A row with the same key is replaced in the columns written;
  // without key columns a row is added unless an equal one is there. A row that reading the table would leave out, as a
  // cell is not of its column's type, is not written but told. A table that is not known is made, with the columns of the first target.
  void apply(const ExportTarget& target, const std::vector<std::string>& cells);

  // Writes NAME.csv and NAME.schema.yaml for every table that got rows into `folder`, which is made if it is not there.
  // The result is what went wrong, each with the file's path.
  std::vector<std::string> write(const std::string& folder) const;

  // What could not be applied: one message for each rule and reason, with its count.
  std::vector<ExportProblem> problems() const;

  // The table as it is now, its rows with repeated cells as they are written; null when there is none of that name.
  const semantics::DataTable* find(std::string_view table) const;

 private:
  struct Held {
    semantics::DataTable table;
    bool changed = false;
    std::unordered_map<std::string, std::size_t> row_of;  // row_key() to its place
  };

  Held& table_for(const ExportTarget& target);
  std::optional<std::vector<std::size_t>> places_of(const ExportTarget& target, const Held& held);
  void count(const ExportTarget& target, std::string message);
  bool may_write(const ExportTarget& target, const std::string& problem);

  std::map<std::string, Held, std::less<>> tables_;
  std::unordered_map<std::string, std::uint64_t> rows_of_rule_;
  std::unordered_map<std::string, std::size_t> told_of_rule_;              // different values that do not fit
  std::map<std::pair<std::string, std::string>, std::uint64_t> problems_;  // by rule and message
};

}  // namespace yaral::packs
