#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Data tables (language reference 3.12), as rules see them. packs/tables.h reads them from files.
namespace yaral::semantics {

enum class ColumnType : std::uint8_t { kString, kRegex, kCidr, kNumber };

struct Column {
  std::string name;
  ColumnType type = ColumnType::kString;
  bool key = false;       // together, the key columns tell rows apart
  bool repeated = false;  // its cells held several values, joined by `|`
  // The field of an entity that `setup` operations join on and write (3.13), such as `entity.ip`; empty if none.
  std::string mapped_path;

  bool operator==(const Column&) const = default;
};

struct DataTable {
  std::string name;
  std::string file;  // where it came from, for messages
  std::vector<Column> columns;
  // Every row has a cell for each column. A cell of a repeated column holds one value: a row with several was read as
  // one row for each of them, so that it matches when any of its values does.
  std::vector<std::vector<std::string>> rows;
  // Where in `rows` each row as it was written begins; empty where each is one row, as no column is repeated.
  std::vector<std::size_t> written = {};

  // The place of a column; names are compared as they are.
  std::optional<std::size_t> find_column(std::string_view column) const {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i].name == column) return i;
    return std::nullopt;
  }
};

using DataTables = std::map<std::string, DataTable, std::less<>>;

}  // namespace yaral::semantics
