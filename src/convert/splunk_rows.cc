#include "convert/splunk_rows.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/splunk_dialect.h"
#include "convert/template.h"

namespace yaral::convert {

namespace {

constexpr std::string_view kDataModel = "datamodel:";

// What the platform writes where a field has no value.
void note_absent(const Operand& operand, std::map<std::string, std::string>& absent) {
  if (operand.kind != Operand::Kind::kField || operand.field->absent.empty()) return;
  if (operand.field->type != SchemaType::kTime) absent[operand.name] = operand.field->absent;
}

std::string search_terms(const SchemaSource& source) {
  std::string out;
  for (const auto& [field, values] : source.where) {
    std::vector<std::string> literals;
    for (const std::string& value : values) literals.push_back(splunk_literal(value));
    out += literals.size() == 1 ? fmt::format(" {}={}", splunk_name(field), literals[0])
                                : fmt::format(" {} IN ({})", splunk_name(field), fmt::join(literals, ", "));
  }
  return out;
}

}  // namespace

std::string SplunkRows::write(const SplunkColumns& columns, bool whole) {
  std::vector<std::string> branches;
  bool models = false;
  for (const SearchEvents& events : search_.events) {
    for (std::size_t b = 0; b < events.branches.size(); ++b) {
      branches.push_back(branch(events, b, columns, whole));
      models |= events.branches[b].source->from.starts_with(kDataModel);
    }
  }
  if (branches.size() == 1) return branches[0];
  // multisearch takes only what is searched event by event; it has no limits then.
  std::string out = models ? "| union" : "| multisearch";
  if (models)
    fidelity_.approximate("union", "reads several data models, whose rows Splunk may limit as those of subsearches");
  for (const std::string& one : branches) out += fmt::format("\n    [\n{}\n    ]", indented(one));
  return out;
}

std::string SplunkRows::branch(const SearchEvents& events, std::size_t at, const SplunkColumns& columns, bool whole) {
  const std::vector<Assignment> made = assignments(events, at, columns);
  return source(events.branches[at], made) + filter(events.branches[at].filter) + assigned(made, whole) +
         expanded(events, at);
}

// A row for each value of a key that has several.
std::string SplunkRows::expanded(const SearchEvents& events, std::size_t at) const {
  std::string out;
  for (const SearchKey& key : search_.keys)
    for (const SearchColumn& column : key.values) {
      if (column.variable != events.variable) continue;
      const SchemaField* field = column.values[at].field;
      if (field && field->list) out += "\n| mvexpand " + splunk_column(column.name);
      break;
    }
  return out;
}

std::string SplunkRows::source(const SearchBranch& branch, const std::vector<Assignment>& assignments) {
  const SchemaSource& source = *branch.source;
  std::string out = "search" + (source.from.empty() ? "" : ' ' + source.from) + search_terms(source);
  if (source.from.starts_with(kDataModel)) {
    out = fmt::format("| from {}\"{}\"", kDataModel, source.from.substr(kDataModel.size()));
    if (!source.where.empty()) out += "\n| search" + search_terms(source);
  }
  std::map<std::string, std::string> absent;
  each_operand(branch.filter, [&](const Operand& o) { note_absent(o, absent); });
  for (const Assignment& one : assignments)
    if (one.operand) each_operand(*one.operand, [&](const Operand& o) { note_absent(o, absent); });
  std::vector<std::string> nulls;
  for (const auto& [name, text] : absent)
    nulls.push_back(fmt::format("{0}=nullif({1},{2})", splunk_name(name), splunk_field(name), splunk_literal(text)));
  return nulls.empty() ? out : out + fmt::format("\n| eval {}", fmt::join(nulls, ", "));
}

std::string SplunkRows::filter(const Filter& filter) {
  if (filter.is(Filter::Op::kTrue)) return {};
  if (!filter.is(Filter::Op::kAnd)) return "\n| where " + text_.filter(filter);
  std::string out;
  for (const Filter& part : filter.args) out += "\n| where " + text_.filter(part);
  return out;
}

SplunkRows::Assignment SplunkRows::assignment(const std::string& name, const Operand& value) {
  std::set<std::string> fields;
  each_operand(value, [&](const Operand& o) {
    if (o.kind == Operand::Kind::kField) fields.insert(o.name);
  });
  return {splunk_column(name), text_.in_value(value), std::move(fields), &value};
}

std::vector<SplunkRows::Assignment> SplunkRows::assignments(const SearchEvents& events, std::size_t at,
                                                            const SplunkColumns& columns) {
  std::vector<Assignment> out;
  if (columns.variable) out.push_back({std::string(kVariableColumn), splunk_literal(events.name), {}, nullptr});
  if (columns.id)
    out.push_back({std::string(kEventIdColumn), "md5(_time . coalesce(_raw,\"\"))", {"_time", "_raw"}, nullptr});
  for (const SearchKey& key : search_.keys) {
    const auto own = std::ranges::find(key.values, events.variable, &SearchColumn::variable);
    if (own != key.values.end()) out.push_back(assignment(own->name, own->values[at]));
  }
  for (const SearchColumn& column : search_.columns)
    if (column.variable == events.variable && columns.read.contains(column.name))
      out.push_back(assignment(column.name, column.values[at]));
  return out;
}

// `eval` assigns from left to right, so that a column named as a field which another one reads gets its name afterwards.
std::string SplunkRows::assigned(const std::vector<Assignment>& assignments, bool whole) {
  std::vector<std::string> evals;
  std::vector<std::string> kept{"_time"};
  std::vector<std::string> renamed;
  for (const Assignment& one : assignments) {
    const bool taken = std::ranges::any_of(assignments, [&](const Assignment& other) {
      return other.fields.contains(one.name) && other.name != one.name;
    });
    const std::string name = taken ? "own_" + one.name : one.name;
    if (taken)
      renamed.push_back(whole ? fmt::format("{}={}", one.name, name) : fmt::format("{} as {}", name, one.name));
    evals.push_back(fmt::format("{}={}", name, one.value));
    kept.push_back(name);
  }
  std::string out = evals.empty() ? "" : fmt::format("\n| eval {}", fmt::join(evals, ", "));
  if (!whole) out += fmt::format("\n| fields {}", fmt::join(kept, ", "));
  if (!renamed.empty()) out += fmt::format("\n| {} {}", whole ? "eval" : "rename", fmt::join(renamed, ", "));
  return out;
}

}  // namespace yaral::convert
