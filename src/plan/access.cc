#include "plan/access.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
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

// What one predicate demands of an event: that one of some patterns is possible, or that it has one of some types. Without
// either it is never true.
struct Demand {
  std::vector<Place> texts;
  std::set<std::int64_t> types;
  std::size_t commonness = 0;  // of the fields

  // The fewer events meet it, the lower, as far as can be known.
  auto rank() const { return std::tuple(types.size(), commonness, texts.size()); }
};

class DemandFinder {
 public:
  DemandFinder(const PlanParts& plan, std::uint32_t type_slot)
      : plan_(plan), places_(places_of(plan.predicates, plan.filters)), type_slot_(type_slot) {}

  // Nothing when it demands nothing that an index could use. As deep as rules nest.
  std::optional<Demand> find(const Node& node) const {
    if (node.op == Op::kInList && node.list->empty()) return Demand{};
    if (node.shared != kNone) {
      const auto& place = places_[node.shared];
      return place ? of_text(*place) : of_type(plan_.predicates[node.shared].node);
    }
    if (node.op == Op::kAnd) return best_of(node.args);
    if (node.op != Op::kOr) return std::nullopt;
    Demand all;
    for (const Node& arg : node.args) {
      auto found = find(arg);
      if (!found) return std::nullopt;
      std::ranges::copy(found->texts, std::back_inserter(all.texts));
      all.types.merge(found->types);
      all.commonness = std::max(all.commonness, found->commonness);
    }
    return all;
  }

 private:
  std::optional<Demand> best_of(std::span<const Node> nodes) const {
    std::optional<Demand> best;
    for (const Node& node : nodes)
      if (auto found = find(node); found && (!best || found->rank() < best->rank())) best = std::move(found);
    return best;
  }

  Demand of_text(Place place) const {
    return {.texts = {place}, .types = {}, .commonness = commonness(plan_.slots[place.slot].path.text)};
  }

  // Of `metadata.event_type = "..."`.
  std::optional<Demand> of_type(const Node& node) const {
    if (node.op != Op::kCompare || node.compare != semantics::CompareOp::kEq || node.nocase) return std::nullopt;
    const bool field_first = node.args[0].op == Op::kField;
    const Node& field = node.args[field_first ? 0 : 1];
    const Node& constant = node.args[field_first ? 1 : 0];
    if (field.op != Op::kField || field.index != type_slot_ || constant.op != Op::kConstant) return std::nullopt;
    if (constant.constant.kind() == ValueKind::kString) return std::nullopt;
    return Demand{.texts = {}, .types = {constant.constant.as_int()}};
  }

  const PlanParts& plan_;
  std::vector<std::optional<Place>> places_;
  std::uint32_t type_slot_;
};

// What the predicates of a variable demand, the best first: types alone are for gates.
std::vector<Demand> demands_of(const VariablePlan& variable, const DemandFinder& finder) {
  std::vector<Demand> demands;
  if (variable.source != semantics::EventSource::kUdm) return demands;
  for (const auto* predicates : {&variable.event_predicates, &variable.row_predicates})
    for (const Node& predicate : *predicates)
      if (auto found = finder.find(predicate); found && (!found->texts.empty() || found->types.empty()))
        demands.push_back(std::move(*found));
  std::ranges::stable_sort(demands, {}, &Demand::rank);
  return demands;
}

// That of the event type; null when no variable says which it wants.
const GateIndex::Field* type_field(const GateIndex& gates) {
  const auto field = std::ranges::find_if(gates.fields(), [](const auto& f) { return !f.by_number.empty(); });
  return field == gates.fields().end() ? nullptr : &*field;
}

class AccessMaker {
 public:
  AccessMaker(std::span<const std::unique_ptr<const TextFilter>> filters, const GateIndex& gates)
      : filters_(filters), gates_(gates) {}

  void add(RuleVariable which, const std::vector<Demand>& demands) {
    const auto number = static_cast<std::uint32_t>(made_.variables.size());
    made_.variables.push_back(which);
    for (const std::int64_t type : demands.front().types) in_any_case_[type].push_back(number);
    std::map<std::uint32_t, std::uint32_t> further;  // by slot: what the entries there demand
    for (const Place& place : demands.front().texts) {
      AccessPlan::Slot& slot = slot_of(place.slot);
      const auto [at, fresh] = further.try_emplace(place.slot, kNone);
      if (fresh) at->second = add_demands(slot, std::span(demands).subspan(1));
      slot.by_place[place.place].push_back({number, at->second});
      if (slot.all.empty() || slot.all.back() != number) slot.all.push_back(number);
    }
  }

  AccessPlan take() {
    for (auto& [number, slot] : slots_) made_.slots.push_back(std::move(slot));
    add_types();
    made_.rest = gates_.without(made_.variables);
    return std::move(made_);
  }

 private:
  AccessPlan::Slot& slot_of(std::uint32_t number) {
    const auto [at, fresh] =
        slots_.try_emplace(number, AccessPlan::Slot{.slot = number, .by_place = {}, .all = {}, .demands = {}});
    if (fresh) at->second.by_place.resize(filters_[number]->predicates().size());
    return at->second;
  }

  // Of the demands those that the same text must meet.
  static std::uint32_t add_demands(AccessPlan::Slot& slot, std::span<const Demand> demands) {
    std::vector<AccessPlan::Clause> clauses;
    for (const Demand& demand : demands) {
      if (!demand.types.empty() || !std::ranges::all_of(demand.texts, [&](Place p) { return p.slot == slot.slot; }))
        continue;
      clauses.emplace_back();
      std::ranges::transform(demand.texts, std::back_inserter(clauses.back()), &Place::place);
    }
    if (clauses.empty()) return kNone;
    slot.demands.push_back(std::move(clauses));
    return static_cast<std::uint32_t>(slot.demands.size() - 1);
  }

  // A variable that only events of some type concern need not be looked for in others.
  void add_types() {
    std::map<RuleVariable, std::set<std::int64_t>> wanted;
    if (const GateIndex::Field* field = type_field(gates_)) {
      made_.types.slot = field->slot;
      for (const auto& [type, list] : field->by_number) {
        made_.types.known[type];
        for (const RuleVariable& variable : list) wanted[variable].insert(type);
      }
    }
    for (const auto& [type, list] : in_any_case_) made_.types.known[type].in_any_case = list;
    const auto wants = [&](std::uint32_t variable, std::optional<std::int64_t> type) {
      const auto known = wanted.find(made_.variables[variable]);
      return known == wanted.end() || (type && known->second.contains(*type));
    };
    fill(made_.types.others, [&](std::uint32_t variable) { return wants(variable, std::nullopt); });
    for (auto& [type, known] : made_.types.known)
      fill(known, [&](std::uint32_t variable) { return wants(variable, type); });
  }

  template <typename Wants>
  void fill(AccessPlan::OfType& of, const Wants& wants) const {
    for (std::uint32_t variable = 0; variable < made_.variables.size(); ++variable)
      of.variables.push_back(wants(variable));
    for (std::uint32_t place = 0; place < made_.slots.size(); ++place)
      if (std::ranges::any_of(made_.slots[place].all, [&](std::uint32_t v) { return of.variables[v]; }))
        of.slots.push_back(place);
  }

  std::span<const std::unique_ptr<const TextFilter>> filters_;
  const GateIndex& gates_;
  AccessPlan made_;
  std::map<std::uint32_t, AccessPlan::Slot> slots_;
  std::map<std::int64_t, std::vector<std::uint32_t>> in_any_case_;
};

}  // namespace

bool AccessPlan::Slot::is_met(const Entry& entry, std::span<const std::uint32_t> possible) const {
  if (entry.demands == kNone) return true;
  return std::ranges::all_of(demands[entry.demands], [&](const Clause& clause) {
    return std::ranges::any_of(clause,
                               [&](std::uint32_t place) { return std::ranges::binary_search(possible, place); });
  });
}

AccessPlan make_access(const PlanParts& plan, const GateIndex& gates) {
  const GateIndex::Field* const types = type_field(gates);
  const DemandFinder finder(plan, types == nullptr ? kNone : types->slot);
  AccessMaker maker(plan.filters, gates);
  for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
    for (std::uint32_t v = 0; v < plan.rules[rule].variables.size(); ++v) {
      const std::vector<Demand> demands = demands_of(plan.rules[rule].variables[v], finder);
      if (!demands.empty()) maker.add({rule, v}, demands);
    }
  }
  return maker.take();
}

}  // namespace yaral::plan
