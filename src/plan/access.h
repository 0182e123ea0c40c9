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
  // Places in a TextFilter of predicates of which one must be possible.
  using Clause = std::vector<std::uint32_t>;

  // A variable that a possible predicate gives access to.
  struct Entry {
    std::uint32_t variable;
    std::uint32_t demands = kNone;  // of the slot: what else must be possible of the same text
  };

  struct Slot {
    std::uint32_t slot;                        // of one text or of a list of texts
    std::vector<std::vector<Entry>> by_place;  // of the slot's TextFilter
    std::vector<std::uint32_t> all;            // for texts that the filter does not know
    std::vector<std::vector<Clause>> demands;

    // Whether a text of which these predicates are possible, in order, has all that an entry demands.
    bool is_met(const Entry& entry, std::span<const std::uint32_t> possible) const;
  };

  // What there is to look for in events of one type.
  struct OfType {
    std::vector<std::uint32_t> slots;        // places in `slots` whose texts can give access to a variable,
    std::vector<bool> variables;             // by number: whether it wants such events
    std::vector<std::uint32_t> in_any_case;  // those that need no text
  };

  struct Types {
    std::uint32_t slot = kNone;  // of the event type; kNone: no variable says which it wants
    std::unordered_map<std::int64_t, OfType> known;
    OfType others;
  };

  const OfType& of_type(std::int64_t type) const {
    const auto found = types.known.find(type);
    return found == types.known.end() ? types.others : found->second;
  }

  std::vector<RuleVariable> variables;  // by the number that slots name them by
  std::vector<Slot> slots;
  Types types;
  GateIndex rest;  // the variables over events that are not among them
};

// The parts of a plan that are made before.
struct PlanParts {
  std::span<const RulePlan> rules;
  std::span<const Slot> slots;
  std::span<const SharedPredicate> predicates;
  std::span<const std::unique_ptr<const TextFilter>> filters;  // by slot
};

// `gates` of the variables over events.
AccessPlan make_access(const PlanParts& plan, const GateIndex& gates);

}  // namespace yaral::plan
