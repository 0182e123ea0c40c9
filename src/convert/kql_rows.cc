#include "convert/kql_rows.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/kql_text.h"
#include "convert/template.h"

namespace yaral::convert {

namespace {

constexpr std::string_view kTimePath = "metadata.event_timestamp";
constexpr std::string_view kIdPath = "metadata.id";

std::string condition(const std::string& field, const std::vector<std::string>& values) {
  std::vector<std::string> literals;
  for (const std::string& value : values) literals.push_back(kql_literal(value));
  if (literals.size() == 1) return fmt::format("{} == {}", field, literals[0]);
  return fmt::format("{} in ({})", field, fmt::join(literals, ", "));
}

}  // namespace

std::string KqlRowWriter::united(const std::vector<std::string>& branches) const {
  if (branches.size() == 1) return branches[0];
  std::string out = "union isfuzzy=true";
  for (std::size_t i = 0; i < branches.size(); ++i)
    out += fmt::format("{}\n(\n{}\n)", i ? "," : "", indented(branches[i]));
  return out;
}

std::string KqlRowWriter::filtered(const SearchBranch& branch) {
  std::string out = branch.source->from;
  for (const auto& [field, values] : branch.source->where) out += "\n| where " + condition(field, values);
  const Filter filter = fields_.filter(branch.filter);
  if (filter.is(Filter::Op::kTrue)) return out;
  if (!filter.is(Filter::Op::kAnd)) return out + "\n| where " + text_.filter(filter);
  std::vector<std::string> parts;
  for (const Filter& part : filter.args) {
    std::string text = text_.filter(part);
    if (std::ranges::find(parts, text) == parts.end()) parts.push_back(std::move(text));
  }
  return out + fmt::format("\n| where {}", fmt::join(parts, "\n| where "));
}

std::string KqlRowWriter::time_of(const SearchBranch& branch) {
  const std::string time = fields_.written(schema_, *branch.source, kTimePath);
  if (time.empty())
    fidelity_.refuse(std::string(kTimePath),
                     fmt::format("{} has no such field for events of `{}`", schema_.title(), branch.source->name));
  return time;
}

bool KqlRowWriter::have_ids(const SearchEvents& events) const {
  return std::ranges::all_of(events.branches, [&](const SearchBranch& branch) {
    return !fields_.written(schema_, *branch.source, kIdPath).empty();
  });
}

// Whether events of a group must be told from one another.
bool KqlRowWriter::tells_apart() const { return search_.events.size() > 1 || search_.sliding(); }

KqlRows KqlRowWriter::grouped(const SearchEvents& events, const std::set<std::string>& read, bool first) {
  const std::string name = events.name;
  KqlRows out{
      .text = {}, .time = name + "_Time", .id = tells_apart() && have_ids(events) ? name + "_Id" : "", .keys = {}};
  for (const SearchKey& key : search_.keys) {
    const bool gives = std::ranges::find(key.values, events.variable, &SearchColumn::variable) != key.values.end();
    const std::string& column = key.values.front().name;
    out.keys.push_back(!gives                                ? ""
                       : first && kql_name(column) == column ? column
                                                             : fmt::format("{}_Of_{}", column, name));
  }
  std::vector<std::string> branches;
  for (std::size_t b = 0; b < events.branches.size(); ++b) {
    const SearchBranch& branch = events.branches[b];
    std::vector<std::string> columns{out.time + " = " + time_of(branch)};
    if (!out.id.empty())
      columns.push_back(out.id + " = tostring(" + fields_.written(schema_, *branch.source, kIdPath) + ")");
    for (std::size_t k = 0; k < search_.keys.size(); ++k) {
      for (const SearchColumn& column : search_.keys[k].values)
        if (column.variable == events.variable && !out.keys[k].empty()) {
          columns.push_back(out.keys[k] + " = " + fields_.column(column.values[b], column.type, text_));
          break;
        }
    }
    for (const SearchColumn& column : search_.columns)
      if (column.variable == events.variable && read.contains(column.name))
        columns.push_back(kql_name(column.name) + " = " + fields_.column(column.values[b], column.type, text_));
    branches.push_back(fmt::format("{}\n| project {}", filtered(branch), fmt::join(columns, ", ")));
  }
  out.text = united(branches);
  return out;
}

std::string KqlRowWriter::whole(const SearchEvents& events, const std::set<std::string>& read) {
  std::vector<std::string> branches;
  for (std::size_t b = 0; b < events.branches.size(); ++b) {
    std::vector<std::string> columns;
    for (const SearchColumn& column : search_.columns)
      if (read.contains(column.name))
        columns.push_back(kql_name(column.name) + " = " + fields_.column(column.values[b], column.type, text_));
    std::string branch = filtered(events.branches[b]);
    if (!columns.empty()) branch += fmt::format("\n| extend {}", fmt::join(columns, ", "));
    branches.push_back(std::move(branch));
  }
  return united(branches);
}

}  // namespace yaral::convert
