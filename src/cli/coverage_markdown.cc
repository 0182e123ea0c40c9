#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "cli/coverage_report.h"
#include "detections/terminal_text.h"

namespace yaral::cli {

namespace {

using attack::Cell;
using attack::Column;
using attack::CoveredRule;

// Text of others as text: what Markdown or HTML would make something of is escaped, and it stays on its line.
std::string as_text(std::string_view text) {
  std::string out;
  for (const char c : detections::visible_text(text)) {
    if (std::string_view("\\`*_{}[]<>#|~&!").contains(c)) out += '\\';
    out += c;
  }
  return out;
}

// Names of rules are words, which need no escapes.
std::string code(std::string_view name) { return fmt::format("`{}`", name); }

std::string link(const attack::Technique& technique) {
  std::string path(technique.id);
  if (const std::size_t dot = path.find('.'); dot != std::string::npos) path[dot] = '/';
  return fmt::format("[{}](https://attack.mitre.org/techniques/{}/)", technique.id, path);
}

std::string strategy_text(const attack::Technique& technique) {
  const attack::Strategy* strategy = attack::find_strategy(technique.id);
  return strategy ? fmt::format("{} ({})", strategy->id, strategy->analytics) : std::string();
}

std::string row(const Cell& cell) {
  std::vector<std::string> names;
  names.reserve(cell.rules.size());
  for (const CoveredRule* rule : cell.rules) names.push_back(code(rule->name));
  return fmt::format("| {} | {} | {} | {} | {} |\n", link(*cell.technique), full_name(*cell.technique), cell.all.size(),
                     fmt::join(names, ", "), strategy_text(*cell.technique));
}

std::string section(const Column& column) {
  std::string text = fmt::format("\n## {} ({})\n\n{} of {} have rules.\n", column.tactic->name, column.tactic->id,
                                 column.covered.size(), counted(column.techniques, "technique"));
  if (column.covered.empty()) return text;
  text += "\n| technique | name | rules | named by | detection strategy |\n|---|---|---|---|---|\n";
  for (const Cell& cell : column.covered) {
    text += row(cell);
    for (const Cell& sub : cell.subtechniques) text += row(sub);
  }
  return text;
}

std::string place(std::string_view file, std::uint32_t line) {
  return line ? fmt::format("{}:{}", as_text(file), line) : as_text(file);
}

std::string problems_text(const attack::Coverage& coverage) {
  std::string text;
  for (const attack::RuleProblem& problem : coverage.problems)
    text += fmt::format("- {}: {}{}\n", place(problem.file, problem.line),
                        problem.rule.empty() ? "" : code(problem.rule) + ": ", as_text(problem.problem.message));
  return text.empty() ? text : "\n## Problems\n\n" + text;
}

std::string unfiled_text(const std::vector<const CoveredRule*>& rules) {
  std::string text;
  for (const CoveredRule* rule : rules)
    text += fmt::format("- {} ({})\n", code(rule->name), place(rule->file, rule->line));
  return text.empty() ? text : "\n## Rules that name no technique\n\n" + text;
}

}  // namespace

std::string coverage_markdown(const CoverageReport& report) {
  const attack::Coverage& coverage = report.coverage;
  std::string text = fmt::format("# ATT&CK coverage\n\n{} for {}, by ATT&CK Enterprise {}.\n",
                                 counted(coverage.rules.size(), "rule"), techniques_text(coverage), attack::version());
  for (const Column& column : matrix_of(coverage)) text += section(column);
  return text + problems_text(coverage) + unfiled_text(rules_without_technique(coverage));
}

}  // namespace yaral::cli
