#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "packs/lists.h"

// Tests of rules as files beside them hold them (docs/rule-tests.md).
namespace yaral::rule_tests {

// Texts that a detection must have, by name: match variables, outcomes or UDM paths. Lists are compared without order.
using ExpectedValues = std::map<std::string, std::vector<std::string>>;

struct ExpectedEvents {
  std::string variable;  // without $
  std::optional<std::uint64_t> total;
  std::vector<ExpectedValues> having;  // for each, some sampled event has these fields
};

struct ExpectedDetection {
  std::uint32_t line = 0;
  ExpectedValues keys;
  ExpectedValues outcomes;
  std::optional<Timestamp> window_start;
  std::optional<Timestamp> window_end;
  std::vector<ExpectedEvents> events;
};

struct Expectation {
  std::string rule;
  std::uint32_t line = 0;
  std::uint64_t least = 1;
  std::optional<std::uint64_t> most;
  std::vector<ExpectedDetection> detections;  // each is met by a detection of its own

  bool none() const { return most == 0u; }
};

struct TestCase {
  std::string name;
  std::string description;
  std::string procedure;  // which procedure of its package it belongs to
  std::string signal;     // and the expected signal it stands for
  std::string file;
  std::uint32_t line = 0;
  bool blind_spot = false;  // what it shows is known to be missed

  std::vector<std::string> rules;    // to run; empty: all
  std::vector<std::string> inputs;   // paths, complete
  std::string log_type;              // empty: told by the content
  std::string records;               // raw text
  std::string events;                // UDM, one JSON a line
  std::vector<std::string> history;  // paths of what only metrics count
  std::vector<std::string> entities;
  std::map<std::string, std::vector<std::string>> lists;                          // entries, in place of those in files
  std::map<std::string, std::vector<std::map<std::string, std::string>>> tables;  // rows by column, likewise
  Duration shift;                                                                 // added to the times of events
  std::optional<Timestamp> now;                                                   // the engine's clock

  std::vector<Expectation> expect;
  bool nothing_else = false;
  std::vector<packs::FileProblem> mistakes;  // in what the file says of it: it cannot be run
};

}  // namespace yaral::rule_tests
