#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
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

  // Places in `slots` whose texts can give access to a variable that events of a type concern.
  struct Types {
    std::uint32_t slot = kNone;  // of the event type; kNone: no variable says which it wants
    std::unordered_map<std::int64_t, std::vector<std::uint32_t>> slots;
    std::vector<std::uint32_t> slots_of_others;
  };

  const std::vector<std::uint32_t>& slots_of(std::int64_t type) const {
    const auto found = types.slots.find(type);
    return found == types.slots.end() ? types.slots_of_others : found->second;
  }

  std::vector<RuleVariable> variables;  // by the number that slots name them by
  std::vector<Slot> slots;
  Types types;
  GateIndex rest;  // the variables over events that are not among them
};

// `filters` by slot; `gates` of the variables over events.
AccessPlan make_access(std::span<const RulePlan> rules, std::span<const SharedPredicate> predicates,
                       std::span<const std::unique_ptr<const TextFilter>> filters, const GateIndex& gates);

}  // namespace yaral::plan
