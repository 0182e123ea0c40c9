#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "detections/detection.h"
#include "explain/explanation.h"
#include "rule_tests/scope.h"
#include "rule_tests/test_case.h"

namespace yaral::rule_tests {

struct RunnerOptions {
  bool hop_grid = false;  // as engine::EngineOptions
  bool explain = true;    // failed rules, by what became of the events
};

// What running the rules of a test over its events gave.
struct RunOutcome {
  std::vector<std::string> troubles;  // why it cannot be judged; the rest is then empty
  std::vector<std::string> ran;       // names of the rules
  std::vector<detections::Detection> found;
};

enum class Verdict : std::uint8_t { kPassed, kFailed, kBroken };

struct TestResult {
  Verdict verdict = Verdict::kPassed;
  std::vector<std::string> messages;               // what was not as expected, or why it could not be run
  std::vector<explain::Explanation> explanations;  // of the rules that failed
  std::uint64_t detections = 0;
  double seconds = 0;
};

// Runs tests of one scope, one after the other.
class Runner {
 public:
  Runner(const Scope& scope, const RuleTexts& rules, const RunnerOptions& options)
      : scope_(scope), rules_(rules), options_(options) {}

  TestResult run(const TestCase& test) const;
  RunOutcome detect(const TestCase& test) const;
  // What became of the test's events in each of the rules; empty when it cannot be run.
  std::vector<explain::Explanation> explain(const TestCase& test, std::span<const std::string> rules) const;

 private:
  const Scope& scope_;
  const RuleTexts& rules_;
  RunnerOptions options_;
};

}  // namespace yaral::rule_tests
