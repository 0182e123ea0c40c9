#pragma once

#include <string>
#include <vector>

#include "packs/lists.h"
#include "rule_tests/test_case.h"

namespace yaral::rule_tests {

inline constexpr std::string_view kTestFileEnding = ".test.yaml";

// The tests of a file. What is wrong with a test is among its mistakes, what is wrong with the file among `problems`.
std::vector<TestCase> read_tests(const std::string& file, std::vector<packs::FileProblem>& problems);

// The test files below a folder, sorted; a file is itself.
std::vector<std::string> find_test_files(const std::string& path, std::vector<packs::FileProblem>& problems);

}  // namespace yaral::rule_tests
