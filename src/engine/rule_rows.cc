#include "engine/rule_rows.h"

#include "engine/table_rows.h"

namespace yaral::engine {

namespace {

// Adds what all workers kept of a variable; the result is how many events passed its predicates.
std::uint64_t add_rows(const FilteredRecords& records, std::uint32_t rule, std::uint32_t variable, RowSet& rows) {
  std::uint64_t events = 0;
  std::size_t count = 0;
  for (const Filter* filter : records.filters) count += filter->state(rule).variables[variable].rows.size();
  rows.reserve(variable, count);
  for (unsigned worker = 0; worker < records.filters.size(); ++worker) {
    const VariableState& state = records.filters[worker]->state(rule).variables[variable];
    events += state.events;
    for (const StoredRow& row : state.rows)
      rows.add(variable, {records.order->rank(worker, row.event), row.ordinal, row.values});
  }
  return events;
}

}  // namespace

void gather_rows(const plan::RulePlan& rule, std::uint32_t number, const RuleInput& input, functions::RunNotes& notes,
                 RuleRows& out) {
  for (std::uint32_t v = 0; v < rule.variables.size(); ++v) {
    if (rule.variables[v].source == semantics::EventSource::kTable) {
      functions::CallContext context{.arena = out.table_values, .notes = notes, .now_seconds = input.now_seconds};
      add_table_rows(rule, v, context, out.table_values, out.rows);
      continue;
    }
    const bool detections = rule.variables[v].source == semantics::EventSource::kDetection;
    const FilteredRecords& records = detections ? input.detections : input.events;
    out.orders[v] = records.order;
    out.events += add_rows(records, number, v, out.rows);
  }
  for (const FilteredRecords* records : {&input.events, &input.detections})
    for (const Filter* filter : records->filters) notes.merge(filter->state(number).notes);
  out.rows.sort();
}

}  // namespace yaral::engine
