#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "explain/explanation.h"

namespace yaral::rule_tests {

// How often a predicate of a rule, or a part of one, was true and false over events.
struct PredicateUse {
  std::string rule;
  std::string variable;  // `$e`; empty of what is about several, and of the condition
  std::string text;
  std::uint64_t times_true = 0;
  std::uint64_t times_false = 0;
};

// Adds up what explanations of the same rules say of their predicates over many tests.
class PredicateCoverage {
 public:
  void add(std::span<const explain::Explanation> explanations);

  // In the order of rules and of their text.
  std::vector<PredicateUse> all() const;
  // Those that were never true, or never false.
  std::vector<PredicateUse> one_sided() const;

 private:
  void add(const std::string& rule, const explain::VariableCount& variable, const explain::FilterCount& filter,
           const std::string& place);
  void add(const std::string& rule, const std::string& variable, const std::string& text, const std::string& place,
           std::uint64_t times_true, std::uint64_t times_false);

  std::map<std::pair<std::string, std::string>, PredicateUse> uses_;  // by rule and place in it
};

}  // namespace yaral::rule_tests
