#include "packs/table_export.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "packs/csv.h"
#include "packs/table_cells.h"
#include "packs/tables.h"

namespace yaral::packs {

namespace {

namespace fs = std::filesystem;

using semantics::Column;
using semantics::DataTable;
using Row = std::vector<std::string>;

constexpr std::size_t kMostTold = 20;  // values of a rule that are told one by one

void add_value(std::string& cell, const std::string& value) {
  if (('|' + cell + '|').find('|' + value + '|') == std::string::npos) cell += '|' + value;
}

// The rows as the file has them: those that one row with repeated cells was read as become one again.
std::vector<Row> rows_as_written(const DataTable& table) {
  if (table.written.empty()) return table.rows;
  std::vector<Row> rows;
  std::size_t begun = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (begun < table.written.size() && table.written[begun] == i) {
      rows.push_back(table.rows[i]);
      ++begun;
      continue;
    }
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if (table.columns[c].repeated) add_value(rows.back()[c], table.rows[i][c]);
  }
  return rows;
}

// Written beside its place and moved there, so that a run that is cut off leaves the old file whole.
std::string write_file(const fs::path& path, const std::string& text) {
  fs::path beside = path;
  beside += ".new";
  std::error_code error;
  fs::remove(beside, error);
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    if (!file) return path.string() + ": cannot be written";
  }
  fs::rename(beside, path, error);
  return error ? path.string() + ": " + error.message() : std::string();
}

}  // namespace

void TableExport::add_table(const DataTable& table) {
  Held& held = tables_[table.name];
  held.table = {.name = table.name, .file = table.file, .columns = table.columns, .rows = rows_as_written(table)};
  for (std::size_t i = 0; i < held.table.rows.size(); ++i)
    held.row_of.try_emplace(row_key(held.table.columns, held.table.rows[i]), i);
}

TableExport::Held& TableExport::table_for(const ExportTarget& target) {
  const auto [at, fresh] = tables_.try_emplace(target.table);
  if (fresh) {
    at->second.table.name = target.table;
    for (const std::string& column : target.columns) at->second.table.columns.push_back({.name = column});
  }
  return at->second;
}

void TableExport::apply(const ExportTarget& target, const Row& cells) {
  if (!is_table_name(target.table)) {
    count(target, fmt::format("`{}` cannot be the name of a table", target.table));
    return;
  }
  Held& held = table_for(target);
  const auto places = places_of(target, held);
  if (!places) return;
  const auto write_into = [&](Row& row) {
    for (std::size_t i = 0; i < cells.size(); ++i) row[(*places)[i]] = cells[i];
  };
  std::vector<Row>& rows = held.table.rows;
  Row row(held.table.columns.size());
  write_into(row);
  std::string key = row_key(held.table.columns, row);
  const auto known = held.row_of.find(key);
  if (known != held.row_of.end()) {
    row = rows[known->second];
    write_into(row);
  }
  if (!may_write(target, row_problem(held.table.columns, row, TableLimits{}.rows_of_one))) return;
  held.changed = true;
  if (known != held.row_of.end()) {
    rows[known->second] = std::move(row);
  } else {
    held.row_of.emplace(std::move(key), rows.size());
    rows.push_back(std::move(row));
  }
}

// Whether a row may be written that `problem` speaks against, which is counted.
bool TableExport::may_write(const ExportTarget& target, const std::string& problem) {
  if (problem.empty() && ++rows_of_rule_[target.rule] <= kMostRows) return true;
  if (problem.empty()) {
    count(target, fmt::format("more than {} rows for %{}: the others are not written", kMostRows, target.table));
    return false;
  }
  std::string message =
      fmt::format("a row of %{0} is not written: {1}; write a value that fits, or change the column in {0}.schema.yaml",
                  target.table, problem);
  if (!problems_.contains({target.rule, message}) && ++told_of_rule_[target.rule] > kMostTold)
    message = fmt::format("more rows of %{} are not written, as their values do not fit", target.table);
  count(target, std::move(message));
  return false;
}

void TableExport::count(const ExportTarget& target, std::string message) {
  ++problems_[{target.rule, std::move(message)}];
}

// The places of the target's columns in the table; nothing after counting what is wrong.
std::optional<std::vector<std::size_t>> TableExport::places_of(const ExportTarget& target, const Held& held) {
  std::vector<std::size_t> places;
  for (const std::string& column : target.columns) {
    const auto at = held.table.find_column(column);
    if (!at) {
      count(target, fmt::format("the table %{} has no column `{}`", target.table, column));
      return std::nullopt;
    }
    places.push_back(*at);
  }
  for (std::size_t i = 0; i < held.table.columns.size(); ++i) {
    if (!held.table.columns[i].key || std::ranges::find(places, i) != places.end()) continue;
    count(target, fmt::format("the key column `{}` of %{} is not written", held.table.columns[i].name, target.table));
    return std::nullopt;
  }
  return places;
}

const DataTable* TableExport::find(std::string_view table) const {
  const auto at = tables_.find(table);
  return at == tables_.end() ? nullptr : &at->second.table;
}

std::vector<ExportProblem> TableExport::problems() const {
  std::vector<ExportProblem> out;
  for (const auto& [problem, count] : problems_)
    out.push_back(
        {problem.first, count == 1 ? problem.second : fmt::format("{} ({} detections)", problem.second, count)});
  return out;
}

std::vector<std::string> TableExport::write(const std::string& folder) const {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return {folder + ": " + error.message()};
  std::vector<std::string> problems;
  const auto note = [&](std::string problem) {
    if (!problem.empty()) problems.push_back(std::move(problem));
  };
  for (const auto& [name, held] : tables_) {
    if (!held.changed) continue;
    Row header;
    for (const Column& column : held.table.columns) header.push_back(column.name);
    std::string text = csv_line(header);
    for (const Row& row : held.table.rows) text += csv_line(row);
    note(write_file(fs::path(folder) / (name + ".csv"), text));
    note(write_file(fs::path(folder) / (name + ".schema.yaml"), schema_text(held.table.columns)));
  }
  return problems;
}

}  // namespace yaral::packs
