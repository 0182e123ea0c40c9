#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "rule_tests/runner.h"

namespace yaral::rule_tests {

// What a test gave, as to_json() wrote it down.
struct StoredResult {
  std::string scope;
  std::string file;  // as the run named it
  std::string name;
  Verdict verdict = Verdict::kBroken;
  std::vector<std::string> messages;
};

// Reads the text of to_json(). The error says why it is none.
std::expected<std::vector<StoredResult>, std::string> read_results(std::string_view json);

}  // namespace yaral::rule_tests
