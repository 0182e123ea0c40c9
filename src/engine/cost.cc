#include "engine/cost.h"

namespace yaral::engine {

void SampledTime::merge(const SampledTime& other) {
  calls += other.calls;
  timed += other.timed;
  ticks += other.ticks;
}

Costs::Costs(const plan::Plan& plan) {
  for (const plan::RulePlan& rule : plan.rules()) {
    RuleCost& cost = rules.emplace_back();
    for (const plan::VariablePlan& variable : rule.variables)
      cost.variables.emplace_back().predicates.resize(variable.event_predicates.size() +
                                                      variable.row_predicates.size());
  }
}

void Costs::merge(const Costs& other) {
  events.merge(other.events);
  for (std::size_t r = 0; r < rules.size(); ++r) {
    for (std::size_t v = 0; v < rules[r].variables.size(); ++v) {
      VariableCost& to = rules[r].variables[v];
      const VariableCost& from = other.rules[r].variables[v];
      to.time.merge(from.time);
      to.passed += from.passed;
      for (std::size_t p = 0; p < to.predicates.size(); ++p) {
        to.predicates[p].time.merge(from.predicates[p].time);
        to.predicates[p].hits += from.predicates[p].hits;
        to.predicates[p].remembered += from.predicates[p].remembered;
        to.predicates[p].excluded += from.predicates[p].excluded;
      }
    }
  }
}

void Costs::calibrate() {
  const std::uint64_t ticks = ticks_now() - first_tick_;
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - first_time_;
  seconds_per_tick_ = ticks == 0 ? 0 : time.count() / static_cast<double>(ticks);
}

}  // namespace yaral::engine
