#pragma once

#include <span>
#include <string>
#include <vector>

#include "detections/detection.h"
#include "rule_tests/test_case.h"

namespace yaral::rule_tests {

// In how far detections are not what a test expects.
struct Failure {
  std::string rule;
  std::string message;
};

// `ran`: the rules whose detections these are.
std::vector<Failure> judge(const TestCase& test, std::span<const std::string> ran,
                           std::span<const detections::Detection> found);

}  // namespace yaral::rule_tests
