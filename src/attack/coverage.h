#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "attack/reference.h"

// Which techniques a set of rules is about.
namespace yaral::attack {

struct RuleMeta {
  std::string key;
  std::string value;
  std::uint32_t line = 0;
};

struct RuleFacts {
  std::string name;
  std::string file;
  std::uint32_t line = 0;
  std::vector<RuleMeta> meta;
  std::vector<const Technique*> also;  // said elsewhere, by the package the rule is of
};

struct CoveredRule {
  std::string name;
  std::string file;
  std::uint32_t line = 0;
  // What it counts for: current, in place of a revoked one what replaced it; by id, none twice.
  std::vector<const Technique*> techniques;
  bool names_technique = false;  // also one that no longer counts
};

struct RuleProblem {
  std::string file;
  std::uint32_t line = 0;  // 0: of the file as a whole
  std::string rule;        // empty: of no rule
  Problem problem;
};

struct Coverage {
  std::vector<CoveredRule> rules;  // in the order they were added
  std::vector<RuleProblem> problems;

  void add(const RuleFacts& rule);
};

// One technique of a matrix, with the rules that name it.
struct Cell {
  const Technique* technique = nullptr;
  std::vector<const CoveredRule*> rules;  // that name it itself
  std::vector<const CoveredRule*> all;    // it or a sub-technique of it
  std::vector<Cell> subtechniques;        // covered ones, by id
};

struct Column {
  const Tactic* tactic = nullptr;
  std::size_t techniques = 0;  // there are, sub-techniques apart
  std::vector<Cell> covered;   // by id; those of which a sub-technique has rules too
};

// The coverage by tactic, in the order of ATT&CK's matrix. Points into the coverage.
std::vector<Column> matrix_of(const Coverage& coverage);

// Covered techniques and sub-techniques, each once, by id.
std::vector<Cell> covered_techniques(const Coverage& coverage);

}  // namespace yaral::attack
