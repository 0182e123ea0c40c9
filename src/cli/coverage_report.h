#pragma once

#include <string>

#include "attack/coverage.h"
#include "cli/console.h"

namespace yaral::cli {

struct CoverageReport {
  attack::Coverage coverage;
  std::size_t files = 0;
  std::size_t broken_rules = 0;    // that could not be compiled, and are not counted
  std::vector<std::string> packs;  // ids of those that are in
};

std::vector<const attack::CoveredRule*> rules_without_technique(const attack::Coverage& coverage);

// `7 of 222 techniques and 3 of 475 sub-techniques`: the covered ones of those that there are. A technique is covered by
// a rule for a sub-technique, too.
std::string techniques_text(const attack::Coverage& coverage);

// A matrix for people: as many tactics beside each other as fit. Width 0, as of what is no terminal, is taken for 120.
std::string coverage_table(const CoverageReport& report, const Terminal& terminal);
// A page.
std::string coverage_markdown(const CoverageReport& report);
// A layer of the ATT&CK Navigator, format 4.5: the score of a technique is the number of rules that name it.
std::string coverage_layer(const CoverageReport& report);
// Everything, for programs.
std::string coverage_json(const CoverageReport& report);

}  // namespace yaral::cli
