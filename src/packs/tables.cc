#include "packs/tables.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "packs/csv.h"
#include "packs/files.h"
#include "packs/table_cells.h"

namespace yaral::packs {

namespace {

namespace fs = std::filesystem;

using semantics::DataTable;
using Row = std::vector<std::string>;

constexpr std::size_t kMostTold = 20;  // rows of a table that are told one by one
constexpr std::string_view kSchemaEnd = ".schema.yaml";

class TableParser {
 public:
  TableParser(DataTable& table, std::string_view text, std::vector<FileProblem>& problems, const TableLimits& limits)
      : table_(table), csv_(text), problems_(problems), limits_(limits) {}

  void run(const TableSchema& schema) {
    if (!read_header() || !apply(schema)) {
      table_.columns.clear();
      return;
    }
    CsvRecord record;
    while (csv_.next(record)) {
      if (written_.size() >= limits_.rows) {
        problems_.push_back(
            {table_.file, record.line, fmt::format("a table has at most {} rows: the rest is not read", limits_.rows)});
        break;
      }
      add(std::move(record));
    }
    for (const Row& row : written_) expand(row);
    if (left_out_ > kMostTold)
      problems_.push_back(
          {table_.file, 0, fmt::format("{} rows are left out; the first {} were told", left_out_, kMostTold)});
  }

 private:
  bool read_header() {
    CsvRecord header;
    const auto fail = [&](std::string message) {
      problems_.push_back({table_.file, header.line, std::move(message)});
      return false;
    };
    if (!csv_.next(header)) return fail("the table is empty: its first line names the columns");
    if (!header.problem.empty()) return fail(header.problem);
    if (header.cells.size() > limits_.columns)
      return fail(fmt::format("{} columns; a table has at most {}", header.cells.size(), limits_.columns));
    std::set<std::string, std::less<>> seen;
    for (const std::string& cell : header.cells) {
      const std::string name(ascii_trim(cell));
      if (name.empty()) return fail(fmt::format("column {} has no name", table_.columns.size() + 1));
      if (!seen.insert(name).second) return fail(fmt::format("two columns are called `{}`", name));
      table_.columns.push_back({.name = name});
    }
    return true;
  }

  // Without the right types rows would match wrongly: then the table is not used.
  bool apply(const TableSchema& schema) {
    for (const SchemaColumn& described : schema.columns) {
      const auto at = table_.find_column(described.column.name);
      if (!at) {
        problems_.push_back(
            {schema.file, described.line, fmt::format("{} has no column `{}`", table_.file, described.column.name)});
        return false;
      }
      table_.columns[*at] = described.column;
    }
    any_repeated_ = std::ranges::any_of(table_.columns, &semantics::Column::repeated);
    return true;
  }

  void add(CsvRecord record) {
    const std::string why =
        record.problem.empty() ? row_problem(table_.columns, record.cells, limits_.rows_of_one) : record.problem;
    if (!why.empty()) {
      if (++left_out_ <= kMostTold) problems_.push_back({table_.file, record.line, why + "; the row is left out"});
      return;
    }
    const auto [same, fresh] = row_of_.try_emplace(row_key(table_.columns, record.cells), written_.size());
    if (fresh) {
      written_.push_back(std::move(record.cells));
    } else {
      written_[same->second] = std::move(record.cells);
    }
  }

  // Every choice of a value from each repeated cell is a row.
  void expand(const Row& written) {
    std::vector<Row> rows(1);
    for (std::size_t i = 0; i < written.size(); ++i) {
      const Row values = cell_values(table_.columns[i], written[i]);
      std::vector<Row> longer;
      for (Row& row : rows) {
        for (const std::string& value : values) {
          longer.push_back(row);
          longer.back().push_back(value);
        }
      }
      rows = std::move(longer);
    }
    if (table_.rows.size() + rows.size() > limits_.rows) {
      if (!std::exchange(full_, true))
        problems_.push_back(
            {table_.file, 0, fmt::format("repeated cells make more than {} rows: the rest is left out", limits_.rows)});
      return;
    }
    if (any_repeated_) table_.written.push_back(table_.rows.size());
    std::ranges::move(rows, std::back_inserter(table_.rows));
  }

  DataTable& table_;
  CsvReader csv_;
  std::vector<FileProblem>& problems_;
  const TableLimits& limits_;
  std::vector<Row> written_;  // with repeated cells as they are
  std::unordered_map<std::string, std::size_t> row_of_;
  std::size_t left_out_ = 0;
  bool any_repeated_ = false;
  bool full_ = false;
};

TableSchema read_schema(const std::string& file, std::vector<FileProblem>& problems) {
  if (!exists(file)) return {};
  const auto text = read_text_file(file, 1u << 20);
  if (text) return parse_schema(file, *text, problems);
  problems.push_back({file, 0, text.error()});
  return {};
}

}  // namespace

bool is_table_name(std::string_view name) {
  const auto letter = [](char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; };
  return !name.empty() && name.size() <= 255 && letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return c == '_' || (c >= '0' && c <= '9') || letter(c); });
}

DataTable parse_table(std::string name, std::string file, std::string_view text, const TableSchema& schema,
                      std::vector<FileProblem>& problems, const TableLimits& limits) {
  DataTable table{.name = std::move(name), .file = std::move(file), .columns = {}, .rows = {}};
  const std::string utf8 = to_valid_utf8(text_as_utf8(text));
  if (utf8.find('\0') != std::string::npos) {
    problems.push_back({table.file, 0, "not a text file"});
  } else {
    TableParser(table, utf8, problems, limits).run(schema);
  }
  return table;
}

std::expected<semantics::DataTables, std::string> read_tables(const std::string& folder,
                                                              std::vector<FileProblem>& problems,
                                                              const TableLimits& limits) {
  const auto paths = sorted_entries(folder);
  if (!paths) return std::unexpected(paths.error());
  semantics::DataTables tables;
  for (const std::string& file : *paths) {
    if (is_folder(file)) continue;
    if (file.ends_with(kSchemaEnd) && !exists(file.substr(0, file.size() - kSchemaEnd.size()) + ".csv"))
      problems.push_back({file, 0, "there is no table beside this schema"});
    const fs::path path(file);
    const std::string name = path.stem().string();
    if (path.extension() != ".csv" || !is_table_name(name)) continue;
    const std::size_t before = problems.size();
    const TableSchema schema = read_schema(path.parent_path() / (name + std::string(kSchemaEnd)), problems);
    if (problems.size() > before) continue;  // without its types the table would match wrongly
    const auto text = read_text_file(file, limits.bytes);
    if (!text) {
      problems.push_back({file, 0, text.error()});
      continue;
    }
    DataTable table = parse_table(name, file, *text, schema, problems, limits);
    if (!table.columns.empty()) tables.emplace(name, std::move(table));
  }
  return tables;
}

}  // namespace yaral::packs
