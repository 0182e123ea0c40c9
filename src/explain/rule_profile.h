#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "explain/advice.h"
#include "plan/plan.h"

namespace yaral::explain {

// What a scan cost by rule, in words and numbers for people and programs. Times are of all threads together.

struct PredicateProfile {
  std::uint32_t line = 0;  // of the rule's file
  std::string text;
  std::uint64_t calls = 0;
  std::uint64_t hits = 0;        // that gave true
  std::uint64_t excluded = 0;    // tests answered by literals that the text lacks
  std::uint64_t remembered = 0;  // tests answered from what the same text gave before
  double seconds = 0;
};

struct VariableProfile {
  std::string name;
  std::uint64_t tried = 0;  // events that gates and literals let through to it
  std::uint64_t passed = 0;
  double seconds = 0;
  std::vector<PredicateProfile> predicates;  // in the order written
};

struct RuleProfile {
  std::string rule;
  std::string file;
  std::uint32_t line = 0;
  double seconds = 0;          // all of it
  double judging_seconds = 0;  // of that: joining, windows, conditions and outcomes
  std::uint64_t groups = 0;
  std::uint64_t largest_group = 0;  // rows
  std::uint64_t detections = 0;
  std::vector<VariableProfile> variables;  // those over events and entities
  std::vector<Advice> advice;
};

struct ScanProfile {
  std::uint64_t events = 0;
  double seconds = 0;              // of rules and what they share
  double shared_seconds = 0;       // finding which rules an event can concern at all
  std::vector<RuleProfile> rules;  // the costliest first
};

// Of an engine that was asked for costs and has finished.
ScanProfile profile_of(const plan::Plan& plan, const engine::Engine& engine);

// For people: the `most` costliest rules with their predicates, and what would make them cheaper.
std::string profile_text(const ScanProfile& profile, std::size_t most);

// All of it as JSON, one object (docs/performance.md).
std::string profile_json(const ScanProfile& profile);

}  // namespace yaral::explain
