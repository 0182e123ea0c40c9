#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cost.h"
#include "engine/engine.h"
#include "explain/written_predicates.h"
#include "plan/rule_plan.h"

namespace yaral::explain {

// What would make a rule cheaper.
struct Advice {
  std::string_view kind;  // of advice_kinds()
  std::uint32_t line;     // of the rule's file
  std::string text;
};

// What is known of a rule that ran.
struct CostFacts {
  const plan::RulePlan& plan;
  std::span<const WrittenPredicate> written;
  const engine::RuleCost& cost;
  const engine::RuleStats& stats;
  std::uint64_t events;  // that were read
};

std::vector<Advice> advice_for(const CostFacts& facts);

// The names of all that is looked for, in the order of advice.
std::vector<std::string_view> advice_kinds();

}  // namespace yaral::explain
