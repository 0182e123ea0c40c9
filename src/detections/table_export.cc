#include "detections/table_export.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "detections/value_text.h"

namespace yaral::detections {

namespace {

namespace fs = std::filesystem;

// One value of a cell: `|` separates the values of a list, so it cannot stand within one.
std::string one_value(const Value& value, Type type) {
  std::string text = value_text(value, type);
  std::ranges::replace(text, '|', '/');
  return text;
}

std::string cell_text(const Variable& variable) {
  if (!variable.type.list) return value_text(variable.value, variable.type);
  Type element = variable.type;
  element.list = false;
  std::string cell;
  for (const Value& value : variable.value.as_list()) {
    if (!cell.empty()) cell += '|';
    cell += one_value(value, element);
  }
  return cell;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + csv_cell(cells[i]);
  // A lone empty cell would be a blank line, which readers leave out.
  return (line.empty() ? "\"\"" : line) + "\r\n";
}

// A YAML text in double quotes.
std::string yaml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string schema_text(const ExportTable& table) {
  std::string out = "columns:\n";
  for (const ExportTable::Column& column : table.columns) {
    out += fmt::format("  - name: {}\n    type: {}\n", yaml_text(column.name), column.type);
    if (column.key) out += "    key: true\n";
    if (column.repeated) out += "    repeated: true\n";
    if (!column.mapped_path.empty()) out += fmt::format("    maps_to: {}\n", yaml_text(column.mapped_path));
  }
  return out;
}

std::string key_of(const ExportTable& table, const std::vector<std::string>& row) {
  const bool any_key = std::ranges::any_of(table.columns, &ExportTable::Column::key);
  std::string key;
  for (std::size_t i = 0; i < row.size(); ++i)
    if (!any_key || table.columns[i].key) key += fmt::format("{}:{}", row[i].size(), row[i]);
  return key;
}

bool is_safe_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
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

void TableExport::add_table(ExportTable table) {
  Held& held = tables_[table.name];
  held.table = std::move(table);
  for (std::size_t i = 0; i < held.table.rows.size(); ++i)
    held.row_of.try_emplace(key_of(held.table, held.table.rows[i]), i);
}

TableExport::Held& TableExport::table_for(const ExportTarget& target) {
  const auto [at, fresh] = tables_.try_emplace(target.table);
  if (fresh) {
    at->second.table.name = target.table;
    for (const ExportTarget::Column& column : target.columns) at->second.table.columns.push_back({.name = column.name});
  }
  return at->second;
}

void TableExport::apply(const ExportTarget& target, const Detection& detection) {
  if (!is_safe_name(target.table)) {
    ++problems_[fmt::format("rule {}: `{}` cannot be the name of a table", target.rule, target.table)];
    return;
  }
  Held& held = table_for(target);
  const auto places = check(target, held);
  if (!places) return;
  if (++rows_of_rule_[target.rule] > kMostRows) {
    ++problems_[fmt::format("rule {}: more than {} rows for %{}: the others are not written", target.rule, kMostRows,
                            target.table)];
    return;
  }
  std::vector<std::string> cells;
  for (const ExportTarget::Column& column : target.columns) {
    const auto variable = std::ranges::find(detection.variables, column.variable, &Variable::name);
    cells.push_back(variable == detection.variables.end() ? std::string() : cell_text(*variable));
  }
  put(held, *places, cells);
}

// The places of the target's columns in the table; nothing after counting what is wrong.
std::optional<std::vector<std::size_t>> TableExport::check(const ExportTarget& target, const Held& held) {
  std::vector<std::size_t> places;
  for (const ExportTarget::Column& column : target.columns) {
    const auto at = std::ranges::find(held.table.columns, column.name, &ExportTable::Column::name);
    if (at == held.table.columns.end()) {
      ++problems_[fmt::format("rule {}: the table %{} has no column `{}`", target.rule, target.table, column.name)];
      return std::nullopt;
    }
    places.push_back(static_cast<std::size_t>(at - held.table.columns.begin()));
  }
  for (std::size_t i = 0; i < held.table.columns.size(); ++i) {
    if (!held.table.columns[i].key || std::ranges::find(places, i) != places.end()) continue;
    ++problems_[fmt::format("rule {}: the key column `{}` of %{} is not written", target.rule,
                            held.table.columns[i].name, target.table)];
    return std::nullopt;
  }
  return places;
}

void TableExport::put(Held& held, const std::vector<std::size_t>& places, const std::vector<std::string>& cells) {
  std::vector<std::string> row(held.table.columns.size());
  for (std::size_t i = 0; i < places.size(); ++i) row[places[i]] = cells[i];
  const auto [at, fresh] = held.row_of.try_emplace(key_of(held.table, row), held.table.rows.size());
  held.changed = true;
  ++rows_written_;
  if (fresh) {
    held.table.rows.push_back(std::move(row));
    return;
  }
  for (const std::size_t place : places) held.table.rows[at->second][place] = row[place];
}

const ExportTable* TableExport::find(std::string_view table) const {
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
    std::vector<std::string> header;
    for (const ExportTable::Column& column : held.table.columns) header.push_back(column.name);
    std::string text = csv_line(header);
    for (const std::vector<std::string>& row : held.table.rows) text += csv_line(row);
    note(write_file(fs::path(folder) / (name + ".csv"), text));
    note(write_file(fs::path(folder) / (name + ".schema.yaml"), schema_text(held.table)));
  }
  return problems;
}

}  // namespace yaral::detections
