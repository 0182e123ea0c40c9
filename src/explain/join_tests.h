#pragma once

#include <vector>

#include "plan/alternatives.h"
#include "plan/rule_plan.h"

namespace yaral::explain {

// A predicate over several variables, and what the plan made of it.
struct JoinPredicate {
  const semantics::Expr* expr;
  bool implied = false;                  // it follows from others, and does not stand in the rule
  std::uint32_t test = plan::kNone;      // of JoinPlan::tests,
  std::uint32_t residual = plan::kNone;  // or of JoinPlan::residuals
};

// In the order written, then those that follow from others.
std::vector<JoinPredicate> join_predicates(const plan::RulePlan& plan);

// The alternatives of each of JoinPlan::choices.
std::vector<std::vector<plan::Alternative>> choices_of(const plan::RulePlan& plan);

// A comparison that rows are looked up or tested by, and where the rule has it.
struct ComparedPart {
  const plan::JoinTest* test;
  const semantics::Expr* expr;
};

// All of a plan: the predicates that are tests, and those in the alternatives of an `or`.
std::vector<ComparedPart> compared_parts(const plan::RulePlan& plan);

}  // namespace yaral::explain
