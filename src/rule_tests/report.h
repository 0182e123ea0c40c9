#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "rule_tests/predicate_coverage.h"
#include "rule_tests/runner.h"
#include "rule_tests/test_case.h"

namespace yaral::rule_tests {

struct RunTest {
  TestCase test;
  TestResult result;
};

// What testing one scope gave.
struct ScopeReport {
  std::string scope;
  std::size_t rules = 0;
  std::vector<RunTest> tests;
  std::vector<std::string> untested;  // rules that no test expects anything of, finding or none
  bool with_predicates = false;
  std::size_t predicates = 0;           // that were seen, with their parts and conditions
  std::vector<PredicateUse> one_sided;  // of those, the ones never true or never false
};

struct TestCounts {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t broken = 0;
  double seconds = 0;
};
TestCounts count(std::span<const ScopeReport> reports);

struct TableOptions {
  bool colour = false;
  bool verbose = false;  // nothing of explanations is cut
};

// For people. Texts from tests and events are made visible.
std::string to_table(std::span<const ScopeReport> reports, const TableOptions& options);
// JUnit XML: a suite for each scope.
std::string to_junit(std::span<const ScopeReport> reports);
// TAP 14.
std::string to_tap(std::span<const ScopeReport> reports);
std::string to_json(std::span<const ScopeReport> reports);

}  // namespace yaral::rule_tests
