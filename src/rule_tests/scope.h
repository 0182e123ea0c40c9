#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "packs/lists.h"
#include "packs/pack.h"
#include "semantics/bind.h"

namespace yaral::rule_tests {

// The rules that tests are about, with the folders of what they look up.
struct Scope {
  std::string name;                 // the pack's id, or the folder
  std::vector<std::string> rules;   // files
  std::vector<std::string> lists;   // folders; of lists with the same name the first counts
  std::vector<std::string> tables;  // likewise
};

// The rules of a scope, read once and compiled for each test, as a plan takes them over.
class RuleTexts {
 public:
  // `diagnostics` receives the files that hold errors: rules with errors are not there.
  RuleTexts(const Scope& scope, bool strict, std::vector<semantics::CompiledFile>& wrong,
            std::vector<packs::FileProblem>& problems);

  // By name, sorted.
  std::vector<std::string> names() const;
  bool has(const std::string& rule) const { return file_of_.contains(rule); }
  // False: rules with errors are missing, and what they would read is not known.
  bool complete() const { return complete_; }
  // Of the lists and tables that some rule reads.
  const std::set<std::string>& lists() const { return lists_; }
  const std::set<std::string>& tables() const { return tables_; }
  // Those of the names, or all where none is given.
  std::vector<semantics::BoundRule> compile(std::span<const std::string> names) const;

 private:
  bool strict_;
  bool complete_ = true;
  std::set<std::string> lists_;
  std::set<std::string> tables_;
  std::map<std::string, std::string> texts_;    // by file
  std::map<std::string, std::string> file_of_;  // by rule
};

}  // namespace yaral::rule_tests
