#pragma once

#include <string>
#include <vector>

#include "cli/console.h"
#include "packs/lists.h"
#include "rule_tests/scope.h"

namespace yaral::cli {

struct ScopeOptions {
  std::vector<std::string> paths;   // packs, folders, rule files, test files; none: all bundled packs
  std::vector<std::string> lists;   // folders, which come before those of packs
  std::vector<std::string> tables;  // likewise
  bool strict = false;
};

struct TestScope {
  rule_tests::Scope scope;
  std::vector<std::string> tests;  // files
};

struct TestScopes {
  std::vector<TestScope> scopes;
  std::vector<packs::FileProblem> problems;
};

// What is to be tested, and with what. The rules of a test file are those of the pack it stands in, or of its folder (of
// the folder above, if it is called `tests`); lists and tables are the pack's, or in `lists` and `tables` beside the rules.
TestScopes find_test_scopes(const ScopeOptions& options, const Console& console);

}  // namespace yaral::cli
