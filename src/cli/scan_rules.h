#pragma once

#include <vector>

#include "cli/console.h"
#include "cli/context_files.h"
#include "cli/scan.h"
#include "plan/plan.h"
#include "semantics/bound.h"

namespace yaral::cli {

// What a scan runs.
struct ScanRules {
  std::vector<semantics::BoundRule> rules;
  ScanContext context;
  std::size_t found = 0;           // rules in the files, good or bad
  std::size_t warnings = 0;        // in the good ones
  std::vector<std::string> packs;  // ids of those that run
  bool wrong = false;              // a rule, list or pack could not be used as it is
};

// Whether a rule has variables over the entity graph.
bool reads_entities(const semantics::BoundRule& rule);

// Finds, compiles and equips the rules that the options ask for. What is wrong is told on `err`.
ScanRules load_scan_rules(const ScanOptions& options, const Console& console);

}  // namespace yaral::cli
