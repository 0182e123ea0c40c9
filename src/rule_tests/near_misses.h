#pragma once

#include <string>
#include <vector>

#include "rule_tests/runner.h"
#include "rule_tests/test_case.h"

namespace yaral::rule_tests {

// A test made from one that passes: its events with one thing changed.
struct NearMiss {
  TestCase test;  // expects what was seen: no detection, or still one
  std::string rule;
  std::string change;  // "without its last $e", "principal.hostname of the last event differs" …
  bool still_detected = false;
};

struct NearMisses {
  std::vector<NearMiss> made;
  std::vector<std::string> notes;  // rules for which none could be made, and why
};

// For every rule that a test expects to find something, the events behind its first detection in all the ways that a
// neighbouring harmless activity, or an evasion, would differ: one fewer, another key, outside of the window, another
// action or event type, another case, an empty field. The samples of a detection must be all it needs.
NearMisses make_near_misses(const TestCase& test, const Runner& runner, const RuleTexts& rules);

// Tests as a file that `yaral test` reads. Inputs that they need besides their events are named as `file` sees them.
std::string test_file_text(const std::vector<NearMiss>& tests, const std::string& file);

}  // namespace yaral::rule_tests
