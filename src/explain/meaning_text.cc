#include "explain/meaning_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "explain/value_tally.h"

namespace yaral::explain {

namespace {

// `a or b` with its parts below each other.
void add_filter(const Filter& filter, std::size_t depth, std::string& out) {
  const std::string indent(depth * 2, ' ');
  if (filter.parts.empty()) {
    out += indent + filter.text + '\n';
    return;
  }
  out += indent + (filter.joined_by == "or" ? "one of\n" : "all of\n");
  for (const Filter& part : filter.parts) add_filter(part, depth + 1, out);
}

void add_variable(const VariableMeaning& v, std::string& out) {
  out += fmt::format("\n{}: {}, {}\n", v.name, v.source, v.presence);
  if (v.filters.empty()) out += "  no filters\n";
  for (const Filter& filter : v.filters) add_filter(filter, 1, out);
  for (const std::string& value : v.values) out += "  gives " + value + '\n';
  for (const std::string& field : v.unnested)
    out += fmt::format("  unnests {}: a row for each element, so rows multiply\n", field);
}

void add_joins(const Meaning& m, std::string& out) {
  if (m.joins.empty()) return;
  out += "\njoins\n";
  for (const JoinMeaning& join : m.joins)
    out +=
        join.connected.empty()
            ? fmt::format("  {}   (only filters combinations of {})\n", join.text, fmt::join(join.variables, " and "))
            : fmt::format("  {}   (connects {})\n", join.text, fmt::join(join.connected, ", or "));
}

void add_match(const Meaning& m, std::string& out) {
  if (m.window.empty()) {
    out += "\nno match: each event is judged alone\n";
    return;
  }
  out += "\nmatch\n";
  for (const KeyMeaning& key : m.keys)
    out += fmt::format("  {} from {}{}\n", key.name, fmt::join(key.given_by, ", "),
                       key.drops_empty ? "; events where it is empty are dropped" : "");
  out += "  " + m.window + '\n';
}

void add_list(std::string_view title, const std::vector<std::string>& lines, std::string& out) {
  if (lines.empty()) return;
  out += fmt::format("\n{}\n", title);
  for (const std::string& line : lines) out += "  " + line + '\n';
}

std::string line_of(const VariableMeaning& v) {
  if (v.source == "rows")
    return fmt::format("{}: every row {}", v.name,
                       v.by_row == 0 ? "takes part" : "is tried, with " + counted(v.by_row, "tests"));
  return fmt::format("{}: {}; {} tested once a record, {} once a row; {} of these tests computed once for all rules",
                     v.name, v.gate.empty() ? "every record is tried" : "only records where " + v.gate, v.by_event,
                     v.by_row, v.shared);
}

std::vector<std::string> plan_lines(const Meaning& m) {
  std::vector<std::string> lines;
  for (const VariableMeaning& v : m.variables) {
    lines.push_back(line_of(v));
  }
  lines.insert(lines.end(), m.plan.begin(), m.plan.end());
  return lines;
}

}  // namespace

std::string meaning_text(const Meaning& m) {
  std::string out = fmt::format("rule {} ({})\n", m.rule, m.multi_event ? "MULTI_EVENT" : "SINGLE_EVENT");
  add_list("setup", m.setup, out);
  for (const VariableMeaning& v : m.variables) add_variable(v, out);
  add_joins(m, out);
  add_match(m, out);
  std::vector<std::string> outcomes;
  for (const auto& [name, value] : m.outcomes) outcomes.push_back(name + " = " + value);
  add_list("outcome", outcomes, out);
  out += fmt::format("\ncondition\n  {}\n", m.condition);
  for (const std::string& demand : m.demands) out += "  asks for " + demand + '\n';
  add_list("options", m.options, out);
  add_list("export", m.exports, out);
  add_list("how it is run", plan_lines(m), out);
  return out;
}

}  // namespace yaral::explain
