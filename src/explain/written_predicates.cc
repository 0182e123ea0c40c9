#include "explain/written_predicates.h"

#include "plan/conjuncts.h"

namespace yaral::explain {

std::vector<WrittenPredicate> written_predicates(const plan::RulePlan& plan) {
  std::vector<WrittenPredicate> all;
  const plan::Conjuncts conjuncts = plan::conjuncts_of(*plan.rule);
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v) {
    const plan::VariablePlan& variable = plan.variables[v];
    if (variable.source == semantics::EventSource::kTable) continue;
    std::size_t event = 0;
    std::size_t row = variable.event_predicates.size();
    for (std::size_t i = 0; i < variable.by_row.size(); ++i) {
      const bool by_row = variable.by_row[i];
      all.push_back({v, by_row ? row++ : event++, by_row, conjuncts.of_variable[v][i]});
    }
  }
  return all;
}

}  // namespace yaral::explain
