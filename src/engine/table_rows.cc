#include "engine/table_rows.h"

#include <algorithm>
#include <charconv>

#include "engine/evaluate.h"
#include "engine/filter.h"

namespace yaral::engine {

namespace {

// Cells of NUMBER columns were checked when the table was read.
Value number_of(std::string_view cell) {
  std::int64_t whole = 0;
  const char* const end = cell.data() + cell.size();
  if (const auto [at, error] = std::from_chars(cell.data(), end, whole); error == std::errc() && at == end)
    return Value::integer(whole);
  double fraction = 0;
  std::from_chars(cell.data(), end, fraction);
  return Value::floating(fraction);
}

}  // namespace

Value TableScope::field(std::uint32_t index) {
  const plan::FieldPlan& field = rule_.fields[index];
  const std::string& cell = row_[field.cell];
  return field.type.is_number() ? number_of(cell) : Value::string(cell);
}

void add_table_rows(const plan::RulePlan& rule, std::uint32_t variable, functions::CallContext& context, Arena& values,
                    RowSet& rows) {
  const plan::VariablePlan& plan = rule.variables[variable];
  for (std::uint32_t i = 0; i < plan.table->rows.size(); ++i) {
    TableScope scope(rule, plan.table->rows[i]);
    const auto passes = [&](const plan::Node& predicate) { return holds(predicate, scope, context); };
    if (!std::ranges::all_of(plan.row_predicates, passes) || !std::ranges::all_of(plan.nonzero, passes)) continue;
    Value* kept = values.allocate<Value>(plan.columns.size());
    std::ranges::transform(plan.columns, kept, [&](const plan::ColumnPlan& column) {
      return deep_copy(column_value(column, scope, context), values);
    });
    rows.add(variable, {.rank = i, .ordinal = 0, .values = kept});
  }
}

}  // namespace yaral::engine
