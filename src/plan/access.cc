#include "plan/access.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace yaral::plan {

namespace {

struct Place {
  std::uint32_t slot;
  std::uint32_t place;  // in the slot's filter
};

// Where shared predicates stand in filters.
std::vector<std::optional<Place>> places_of(std::span<const SharedPredicate> predicates,
                                            std::span<const std::unique_ptr<const TextFilter>> filters) {
  std::vector<std::optional<Place>> places(predicates.size());
  for (std::uint32_t slot = 0; slot < filters.size(); ++slot) {
    if (filters[slot] == nullptr) continue;
    const std::vector<std::uint32_t>& known = filters[slot]->predicates();
    for (std::uint32_t place = 0; place < known.size(); ++place) places[known[place]] = Place{slot, place};
  }
  return places;
}

using Places = std::vector<Place>;

// Patterns of which one must be possible where the node holds; nothing when none is demanded. As deep as rules nest.
std::optional<Places> demanded(const Node& node, const std::vector<std::optional<Place>>& places) {
  if (node.shared != kNone) {
    if (const auto& place = places[node.shared]) return Places{*place};
    return std::nullopt;
  }
  if (node.op == Op::kAnd) {
    for (const Node& arg : node.args)
      if (auto found = demanded(arg, places)) return found;
    return std::nullopt;
  }
  if (node.op != Op::kOr) return std::nullopt;
  Places all;
  for (const Node& arg : node.args) {
    const auto found = demanded(arg, places);
    if (!found) return std::nullopt;
    all.insert(all.end(), found->begin(), found->end());
  }
  return all;
}

std::optional<Places> demanded(const VariablePlan& variable, const std::vector<std::optional<Place>>& places) {
  if (variable.source != semantics::EventSource::kUdm) return std::nullopt;
  for (const auto* predicates : {&variable.event_predicates, &variable.row_predicates})
    for (const Node& predicate : *predicates)
      if (auto found = demanded(predicate, places)) return found;
  return std::nullopt;
}

// Which slots matter to which types of events: a variable that only events of some type concern need not be looked for in
// the texts of others.
AccessPlan::Types types_of(std::span<const AccessPlan::Slot> slots, std::span<const RuleVariable> variables,
                           const GateIndex& gates) {
  AccessPlan::Types types;
  const auto field = std::ranges::find_if(gates.fields(), [](const auto& f) { return !f.by_number.empty(); });
  std::map<RuleVariable, std::set<std::int64_t>> wanted;
  if (field != gates.fields().end()) {
    types.slot = field->slot;
    for (const auto& [type, list] : field->by_number)
      for (const RuleVariable& variable : list) wanted[variable].insert(type);
  }
  std::map<std::int64_t, std::set<std::uint32_t>> by_type;
  std::set<std::uint32_t> by_any;
  for (std::uint32_t slot = 0; slot < slots.size(); ++slot) {
    for (const std::uint32_t variable : slots[slot].all) {
      const auto known = wanted.find(variables[variable]);
      if (known == wanted.end()) {
        by_any.insert(slot);
      } else {
        for (const std::int64_t type : known->second) by_type[type].insert(slot);
      }
    }
  }
  types.slots_of_others.assign(by_any.begin(), by_any.end());
  for (auto& [type, places] : by_type) {
    places.insert(by_any.begin(), by_any.end());
    types.slots.emplace(type, std::vector(places.begin(), places.end()));
  }
  return types;
}

}  // namespace

AccessPlan make_access(std::span<const RulePlan> rules, std::span<const SharedPredicate> predicates,
                       std::span<const std::unique_ptr<const TextFilter>> filters, const GateIndex& gates) {
  AccessPlan made;
  const std::vector<std::optional<Place>> places = places_of(predicates, filters);
  std::map<std::uint32_t, AccessPlan::Slot> slots;
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
    for (std::uint32_t v = 0; v < rules[rule].variables.size(); ++v) {
      const auto found = demanded(rules[rule].variables[v], places);
      if (!found) continue;
      const auto number = static_cast<std::uint32_t>(made.variables.size());
      made.variables.push_back({rule, v});
      for (const Place& place : *found) {
        AccessPlan::Slot& slot =
            slots.try_emplace(place.slot, AccessPlan::Slot{.slot = place.slot, .by_place = {}, .all = {}})
                .first->second;
        slot.by_place.resize(filters[place.slot]->predicates().size());
        slot.by_place[place.place].push_back(number);
        if (slot.all.empty() || slot.all.back() != number) slot.all.push_back(number);
      }
    }
  }
  for (auto& [number, slot] : slots) made.slots.push_back(std::move(slot));
  made.types = types_of(made.slots, made.variables, gates);
  made.rest = gates.without(made.variables);
  return made;
}

}  // namespace yaral::plan
