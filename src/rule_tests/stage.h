#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ingest/entities.h"
#include "plan/plan.h"
#include "rule_tests/scope.h"
#include "rule_tests/test_case.h"

namespace yaral::rule_tests {

// Everything that a test runs with: the plan over its rules, lists and tables, its entities, its events.
class Stage {
 public:
  Stage(const Scope& scope, const RuleTexts& rules, const TestCase& test);

  // Why the test cannot be run; empty if it can.
  const std::vector<std::string>& troubles() const { return troubles_; }
  const plan::Plan& plan() const { return *plan_; }
  std::span<const udm::Event> entities() const { return entities_.records; }
  std::int64_t now_seconds() const;

  using Take = std::function<void(std::span<const udm::Event>)>;
  // Gives the events to `take`, a batch at a time. What could not be read adds to troubles().
  void read_events(const Take& take);
  void read_history(const Take& take);

 private:
  void look_up(std::vector<semantics::BoundRule>& rules);
  void read(const std::vector<std::string>& inputs, bool with_texts, const Take& take);

  const Scope& scope_;
  const TestCase& test_;
  std::vector<std::string> troubles_;
  plan::Lookups lookups_;
  std::optional<plan::Plan> plan_;
  ingest::ContextRecords entities_;
};

}  // namespace yaral::rule_tests
