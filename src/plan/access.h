#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "plan/gate.h"
#include "plan/rule_plan.h"
#include "plan/text_filter.h"

namespace yaral::plan {

// How event variables are found from the texts of an event rather than tried one after the other: a variable whose
// predicates demand a pattern with literals concerns only events in which these stand.
struct AccessPlan {
  struct Slot {
    std::uint32_t slot;                                // of one text or of a list of texts
    std::vector<std::vector<std::uint32_t>> by_place;  // of the slot's TextFilter: the variables that the pattern gives
    std::vector<std::uint32_t> all;                    // for texts that the filter does not know
  };

  std::vector<RuleVariable> variables;  // by the number that slots name them by
  std::vector<Slot> slots;
  GateIndex rest;  // the variables over events that are not among them
};

// `filters` by slot; `gates` of the variables over events.
AccessPlan make_access(std::span<const RulePlan> rules, std::span<const SharedPredicate> predicates,
                       std::span<const std::unique_ptr<const TextFilter>> filters, const GateIndex& gates);

}  // namespace yaral::plan
