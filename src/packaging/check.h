#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "packs/lists.h"
#include "packs/pack.h"
#include "semantics/bound.h"

namespace yaral::packaging {

// The rules of a package as they stand, with what is wrong with their files.
struct PackRules {
  std::vector<semantics::BoundRule> rules;
  std::vector<packs::FileProblem> problems;  // errors of their text, files that cannot be read
};
PackRules read_rules(const packs::Pack& pack);

enum class Weight : std::uint8_t {
  kWrong,    // it will not work, or not as it says
  kLacking,  // it works, but is not complete
};

struct CheckProblem {
  Weight weight;
  packs::FileProblem problem;
};

// Everything about a package that can be told without running it: techniques and tactics that ATT&CK does not know; rules that SecOps would refuse, that say too little in
// `meta` or share a name; lists and tables that are missing, unused or not described; tests that cannot be read, rules
// without a test that finds something and one that finds nothing; procedures and signals that no test shows; documents
// that are missing or whose links lead nowhere; a playbook that does not hold together; a version that the change log
// does not know. Sorted by file and line.
std::vector<CheckProblem> check(const packs::Pack& pack);

}  // namespace yaral::packaging
