#include "rule_tests/predicate_coverage.h"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

namespace yaral::rule_tests {

namespace {

// A gate turns records away before predicates see them: they count as false for those that it follows from.
bool follows_gate(const explain::VariableCount& variable, const std::string& text) {
  const std::string field = variable.gate.substr(0, variable.gate.find(" is "));
  return !field.empty() && text.contains(field);
}

// Of whose rules detections are read is decided before any is made: others are never tried.
bool chooses_rules(const explain::VariableCount& variable, const std::string& text) {
  return variable.source == "detections" && text.contains("detection.detection.rule_name");
}

}  // namespace

void PredicateCoverage::add(std::span<const explain::Explanation> explanations) {
  for (const explain::Explanation& explanation : explanations) {
    if (!explanation.outcome) continue;
    const std::string& rule = explanation.meaning.rule;
    const explain::Outcome& outcome = *explanation.outcome;
    for (std::size_t v = 0; v < outcome.variables.size(); ++v) {
      const explain::VariableCount& variable = outcome.variables[v];
      if (!variable.detailed) continue;
      for (std::size_t f = 0; f < variable.filters.size(); ++f)
        add(rule, variable, variable.filters[f], fmt::format("a{:03}.{:03}", v, f));
    }
    for (std::size_t j = 0; j < outcome.joins.size(); ++j) {
      std::uint64_t partners = 0;
      std::uint64_t alone = 0;
      for (const explain::JoinCount::Side& side : outcome.joins[j].sides) {
        partners += side.partners;
        alone += side.rows - std::min(side.rows, side.partners);
      }
      add(rule, "", outcome.joins[j].text, fmt::format("b{:03}", j), partners, alone);
    }
    if (explanation.meaning.only_presence) continue;
    const std::uint64_t fired = std::min(outcome.judged, outcome.detections + outcome.suppressed);
    add(rule, "", "condition: " + explanation.meaning.condition, "c", fired, outcome.judged - fired);
  }
}

// As deep as the rule's own text nests.
void PredicateCoverage::add(const std::string& rule, const explain::VariableCount& variable,
                            const explain::FilterCount& filter, const std::string& place) {
  if (chooses_rules(variable, filter.text)) return;
  const explain::RowTally& rows = follows_gate(variable, filter.text) ? filter.all : filter.gated;
  add(rule, variable.name, filter.text, place, rows.held, rows.failed);
  for (std::size_t p = 0; p < filter.parts.size(); ++p)
    add(rule, variable, filter.parts[p], fmt::format("{}.{:03}", place, p));
}

void PredicateCoverage::add(const std::string& rule, const std::string& variable, const std::string& text,
                            const std::string& place, std::uint64_t times_true, std::uint64_t times_false) {
  PredicateUse& use = uses_[{rule, place}];
  use.rule = rule;
  use.variable = variable;
  use.text = text;
  use.times_true += times_true;
  use.times_false += times_false;
}

std::vector<PredicateUse> PredicateCoverage::all() const {
  const auto uses = uses_ | std::views::values;
  return {uses.begin(), uses.end()};
}

std::vector<PredicateUse> PredicateCoverage::one_sided() const {
  std::vector<PredicateUse> uses = all();
  std::erase_if(uses, [](const PredicateUse& use) { return use.times_true != 0 && use.times_false != 0; });
  return uses;
}

}  // namespace yaral::rule_tests
