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

bool same_but_repeated(const DataTable& table, const Row& a, const Row& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!table.columns[i].repeated && a[i] != b[i]) return false;
  return true;
}

void add_value(std::string& cell, const std::string& value) {
  if (('|' + cell + '|').find('|' + value + '|') == std::string::npos) cell += '|' + value;
}

// The rows as the file has them: those that one row with repeated cells was read as become one again.
std::vector<Row> rows_as_written(const DataTable& table) {
  if (std::ranges::none_of(table.columns, &Column::repeated)) return table.rows;
  std::vector<Row> rows;
  const Row* before = nullptr;
  for (const Row& row : table.rows) {
    if (before != nullptr && same_but_repeated(table, *before, row)) {
      for (std::size_t i = 0; i < row.size(); ++i)
        if (table.columns[i].repeated) add_value(rows.back()[i], row[i]);
    } else {
      rows.push_back(row);
    }
    before = &row;
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
    ++problems_[fmt::format("rule {}: `{}` cannot be the name of a table", target.rule, target.table)];
    return;
  }
  Held& held = table_for(target);
  const auto places = places_of(target, held);
  if (!places) return;
  if (++rows_of_rule_[target.rule] > kMostRows) {
    ++problems_[fmt::format("rule {}: more than {} rows for %{}: the others are not written", target.rule, kMostRows,
                            target.table)];
    return;
  }
  put(held, *places, cells);
}

// The places of the target's columns in the table; nothing after counting what is wrong.
std::optional<std::vector<std::size_t>> TableExport::places_of(const ExportTarget& target, const Held& held) {
  std::vector<std::size_t> places;
  for (const std::string& column : target.columns) {
    const auto at = held.table.find_column(column);
    if (!at) {
      ++problems_[fmt::format("rule {}: the table %{} has no column `{}`", target.rule, target.table, column)];
      return std::nullopt;
    }
    places.push_back(*at);
  }
  for (std::size_t i = 0; i < held.table.columns.size(); ++i) {
    if (!held.table.columns[i].key || std::ranges::find(places, i) != places.end()) continue;
    ++problems_[fmt::format("rule {}: the key column `{}` of %{} is not written", target.rule,
                            held.table.columns[i].name, target.table)];
    return std::nullopt;
  }
  return places;
}

void TableExport::put(Held& held, const std::vector<std::size_t>& places, const Row& cells) {
  Row row(held.table.columns.size());
  for (std::size_t i = 0; i < places.size(); ++i) row[places[i]] = cells[i];
  const auto [at, fresh] = held.row_of.try_emplace(row_key(held.table.columns, row), held.table.rows.size());
  held.changed = true;
  if (fresh) {
    held.table.rows.push_back(std::move(row));
    return;
  }
  for (const std::size_t place : places) held.table.rows[at->second][place] = row[place];
}

const DataTable* TableExport::find(std::string_view table) const {
  const auto at = tables_.find(table);
  return at == tables_.end() ? nullptr : &at->second.table;
}

std::vector<std::string> TableExport::problems() const {
  std::vector<std::string> out;
  for (const auto& [message, count] : problems_)
    out.push_back(count == 1 ? message : fmt::format("{} ({} detections)", message, count));
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
