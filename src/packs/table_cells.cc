#include "packs/table_cells.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "functions/signatures/regex.h"
#include "semantics/ip_text.h"
#include "syntax/quote.h"

namespace yaral::packs {

namespace {

using semantics::Column;
using semantics::ColumnType;

// The number that the whole text is.
template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_number(std::string_view text) {
  const auto value = number_in<double>(text);
  return value && std::isfinite(*value);
}

// The same text for the same number: `1`, `1.0` and `1e0`. Whole numbers are compared to the last digit, which a double
// does not hold.
std::string number_key(const std::string& text) {
  constexpr double kEndOfInt64 = 9223372036854775808.0;
  if (const auto whole = number_in<std::int64_t>(text)) return fmt::format("{}", *whole);
  const auto value = number_in<double>(text);
  if (!value) return text;
  if (std::abs(*value) < kEndOfInt64 && *value == std::trunc(*value))
    return fmt::format("{}", static_cast<std::int64_t>(*value));
  return fmt::format("{}", *value);
}

std::string cell_key(const Column& column, const std::string& cell) {
  if (column.type != ColumnType::kNumber) return cell;
  std::string key;
  for (const std::string& value : cell_values(column, cell)) key += number_key(value) + '|';
  return key;
}

std::string shown(std::string_view value) { return value.empty() ? "an empty cell" : syntax::quote(value); }

// Why a value cannot stand in a column; empty if it can.
std::string why_not(std::string_view value, ColumnType type) {
  switch (type) {
    case ColumnType::kString: return {};
    case ColumnType::kNumber: return is_number(value) ? "" : shown(value) + " is no number";
    case ColumnType::kCidr: return semantics::cidr_problem(value).empty() ? "" : shown(value) + " is not a CIDR block";
    case ColumnType::kRegex: {
      if (value.empty()) return "an empty regular expression matches everything";
      const auto pattern = functions::compile_regex(std::string(value), false);
      return pattern->ok() ? "" : fmt::format("{} is not a regular expression: {}", shown(value), pattern->error());
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> cell_values(const Column& column, const std::string& cell) {
  if (!column.repeated) return {cell};
  std::vector<std::string> values;
  for (std::size_t begin = 0; begin <= cell.size();) {
    const std::size_t end = std::min(cell.find('|', begin), cell.size());
    if (end > begin) values.push_back(cell.substr(begin, end - begin));
    begin = end + 1;
  }
  if (values.empty()) values.emplace_back();
  return values;
}

std::string row_problem(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                        std::size_t most_rows) {
  if (cells.size() != columns.size())
    return fmt::format("{} cells, but the table has {} columns", cells.size(), columns.size());
  std::size_t rows = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Column& column = columns[i];
    // Such a file would not be read as text at all.
    if (cells[i].contains('\0')) return fmt::format("column `{}`: a zero byte cannot stand in a table", column.name);
    if (column.type == ColumnType::kString && !column.repeated) continue;
    const std::vector<std::string> values = cell_values(column, cells[i]);
    for (const std::string& value : values)
      if (const std::string why = why_not(value, column.type); !why.empty())
        return fmt::format("column `{}`: {}", column.name, why);
    rows *= values.size();
    if (rows > most_rows) return fmt::format("its repeated cells stand for more than {} rows", most_rows);
  }
  return {};
}

std::string row_key(const std::vector<Column>& columns, const std::vector<std::string>& cells) {
  const bool any_key = std::ranges::any_of(columns, &Column::key);
  std::string key;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (any_key && !columns[i].key) continue;
    const std::string cell = cell_key(columns[i], cells[i]);
    key += fmt::format("{}:{}", cell.size(), cell);
  }
  return key;
}

}  // namespace yaral::packs
