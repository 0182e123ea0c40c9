#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "packs/lists.h"
#include "semantics/data_table.h"

namespace yaral::packs {

// Limits of data tables (language reference 3.12).
struct TableLimits {
  std::size_t bytes = std::size_t{1} << 30;  // of a file
  std::size_t columns = 1'000;
  std::size_t rows = 10'000'000;
  std::size_t rows_of_one = 1'000;  // rows that one written row may become by its repeated cells
};

// What NAME.schema.yaml says of the columns of NAME.csv.
struct SchemaColumn {
  semantics::Column column;
  std::uint32_t line = 0;
};
struct TableSchema {
  std::string file;
  std::vector<SchemaColumn> columns;
};

// Reads a schema:
//     columns:
//       - name: subnet
//         type: CIDR        # STRING, REGEX, CIDR or NUMBER; STRING if left out
//         key: true
//         repeated: true    # cells hold several values, joined by `|`
//         maps_to: entity.ip
TableSchema parse_schema(std::string file, const std::string& text, std::vector<FileProblem>& problems);

// `STRING`, `REGEX`, `CIDR` or `NUMBER`, as schemas and the API of SecOps call it.
std::string_view column_type_name(semantics::ColumnType type);

// The text of a schema that describes these columns.
std::string schema_text(const std::vector<semantics::Column>& columns);

// The text of a table: a line of column names, then rows, as CSV (csv.h). Columns that the schema does not name are of
// strings. Rows that do not fit, and rows with a cell that is not of its column's type, are left out and told, the first
// of them one by one. Of rows with the same key (all columns, when none is key) the last counts. `columns` is empty when
// nothing could be read.
semantics::DataTable parse_table(std::string name, std::string file, std::string_view text, const TableSchema& schema,
                                 std::vector<FileProblem>& problems, const TableLimits& limits = {});

// The tables of a folder: every NAME.csv, hidden ones apart, where NAME is a table's name (letters, digits and `_`, a
// letter first). The error says why the folder cannot be read.
std::expected<semantics::DataTables, std::string> read_tables(const std::string& folder,
                                                              std::vector<FileProblem>& problems,
                                                              const TableLimits& limits = {});

// Whether a table may be called so.
bool is_table_name(std::string_view name);

}  // namespace yaral::packs
