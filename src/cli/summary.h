#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "ingest/read.h"

namespace yaral::cli {

struct ScanResult {
  const ingest::ReadReport& read;
  bool with_rules = true;                    // false: events were read for something else, and nothing is said of rules
  std::span<const engine::RuleStats> rules;  // of the plan
  std::size_t refused = 0;                   // of these, for the detections that they read
  functions::RunNotes shared_notes;
  std::vector<std::string> packs;
  std::size_t rules_found = 0;          // good or bad
  std::size_t warnings = 0;             // in rules
  std::vector<std::string> enrichment;  // what was added to events
  double seconds = 0;
  bool interrupted = false;
};

// The closing summary of a scan for people, fit for a terminal: what was read, what ran, what was found, everything
// that was left out and why (inputs of which nothing could be read apart: those are errors). `verbose` lists what is
// otherwise cut short.
std::string summary(const ScanResult& result, bool verbose);

}  // namespace yaral::cli
