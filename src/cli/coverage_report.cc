#include "cli/coverage_report.h"

#include <set>

#include <fmt/format.h>

namespace yaral::cli {

std::vector<const attack::CoveredRule*> rules_without_technique(const attack::Coverage& coverage) {
  std::vector<const attack::CoveredRule*> rules;
  for (const attack::CoveredRule& rule : coverage.rules)
    if (!rule.names_technique) rules.push_back(&rule);
  return rules;
}

std::string techniques_text(const attack::Coverage& coverage) {
  std::size_t techniques = 0;
  std::size_t subtechniques = 0;
  for (const attack::Technique& technique : attack::all_techniques())
    if (technique.status == attack::Status::kCurrent) ++(is_subtechnique(technique) ? subtechniques : techniques);
  std::set<std::string_view> covered;
  std::size_t below = 0;
  for (const attack::Cell& cell : covered_techniques(coverage)) {
    covered.insert(parent(*cell.technique).id);
    below += is_subtechnique(*cell.technique);
  }
  return fmt::format("{} of {} techniques and {} of {} sub-techniques", covered.size(), techniques, below,
                     subtechniques);
}

}  // namespace yaral::cli
