#include "explain/join_counts.h"

#include <algorithm>
#include <bit>

#include "engine/evaluate.h"
#include "engine/window.h"
#include "semantics/expr_text.h"
#include "explain/join_tests.h"
#include "syntax/mirrored.h"

namespace yaral::explain {

namespace {

using engine::RankedRow;
using semantics::CompareOp;
using Rows = std::span<const RankedRow>;

// Pairs of rows that one predicate is tried on; with more it is not counted alone.
constexpr std::uint64_t kMostPairs = 5'000'000;

// The values of a column in order.
std::vector<Value> sorted_column(Rows rows, std::uint32_t column) {
  std::vector<Value> values;
  for (const RankedRow& row : rows) values.push_back(row.values[column]);
  std::ranges::sort(values, [](const Value& a, const Value& b) { return compare(a, b) < 0; });
  return values;
}

// Whether `value op other` holds for some of the values.
bool has_partner(CompareOp op, const Value& value, const std::vector<Value>& others) {
  if (others.empty()) return false;
  const int to_least = compare(value, others.front());
  const int to_most = compare(value, others.back());
  switch (op) {
    case CompareOp::kEq: {
      const auto less = [](const Value& a, const Value& b) { return compare(a, b) < 0; };
      return std::binary_search(others.begin(), others.end(), value, less);
    }
    case CompareOp::kNe: return to_least != 0 || to_most != 0;
    case CompareOp::kLt: return to_most < 0;
    case CompareOp::kLe: return to_most <= 0;
    case CompareOp::kGt: return to_least > 0;
    case CompareOp::kGe: return to_least >= 0;
  }
  return false;
}

JoinCount::Side count_side(const plan::RulePlan& plan, const engine::RowSet& rows, CompareOp op,
                           const plan::JoinTest::Side& own, const plan::JoinTest::Side& other) {
  const std::vector<Value> others = sorted_column(rows.of(other.variable), other.column);
  JoinCount::Side side{.variable = variable_text(*plan.rule, own.variable), .rows = rows.of(own.variable).size()};
  for (const RankedRow& row : rows.of(own.variable))
    if (has_partner(op, row.values[own.column], others)) ++side.partners;
  return side;
}

// A row of each of two variables.
class PairScope : public engine::Scope {
 public:
  PairScope(const plan::RulePlan& plan, std::uint32_t first) : plan_(plan), first_(first) {}
  void set(const RankedRow& a, const RankedRow& b) {
    a_ = &a;
    b_ = &b;
  }
  Value field(std::uint32_t index) override {
    const plan::FieldPlan& field = plan_.fields[index];
    return (field.variable == first_ ? a_ : b_)->values[field.column];
  }

 private:
  const plan::RulePlan& plan_;
  std::uint32_t first_;
  const RankedRow* a_ = nullptr;
  const RankedRow* b_ = nullptr;
};

std::vector<JoinCount::Side> try_pairs(const plan::RulePlan& plan, const engine::RowSet& rows,
                                       const plan::Residual& residual, functions::CallContext& context) {
  if (std::popcount(residual.variables) != 2) return {};
  const auto first = static_cast<std::uint32_t>(std::countr_zero(residual.variables));
  const auto second = static_cast<std::uint32_t>(std::countr_zero(residual.variables & (residual.variables - 1)));
  const Rows a = rows.of(first), b = rows.of(second);
  if (a.size() * b.size() > kMostPairs) return {};
  std::vector<bool> met_a(a.size()), met_b(b.size());
  PairScope scope(plan, first);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (met_a[i] && met_b[j]) continue;
      scope.set(a[i], b[j]);
      if (engine::holds(residual.node, scope, context)) met_a[i] = met_b[j] = true;
    }
  }
  const auto side = [&](std::uint32_t v, const std::vector<bool>& met) {
    return JoinCount::Side{variable_text(*plan.rule, v), met.size(),
                           static_cast<std::uint64_t>(std::ranges::count(met, true))};
  };
  return {side(first, met_a), side(second, met_b)};
}

}  // namespace

std::vector<JoinCount> count_joins(const plan::RulePlan& plan, const engine::RuleRows& rows,
                                   functions::CallContext& context) {
  std::vector<JoinCount> counts;
  for (const JoinPredicate& predicate : join_predicates(plan)) {
    if (predicate.implied) continue;
    JoinCount count{.text = expr_text(*plan.rule, *predicate.expr), .sides = {}};
    if (predicate.test != plan::kNone) {
      const plan::JoinTest& test = plan.joins.tests[predicate.test];
      count.sides.push_back(count_side(plan, rows.rows, test.compare, test.left, test.right));
      count.sides.push_back(count_side(plan, rows.rows, syntax::mirrored(test.compare), test.right, test.left));
    } else {
      count.sides = try_pairs(plan, rows.rows, plan.joins.residuals[predicate.residual], context);
    }
    counts.push_back(std::move(count));
  }
  return counts;
}

std::vector<CombinedRows> count_combined(const plan::RulePlan& plan, const engine::RuleRows& rows,
                                         functions::CallContext& context) {
  engine::Joiner joiner(plan, rows.rows.all(), rows.orders, context);
  engine::JoinLimits limits = joiner.no_limits();
  const auto any_time = joiner.participants(limits);
  limits.less_than_apart = engine::spread_of(*plan.rule->window);
  const auto in_window = joiner.participants(limits);
  const auto count = [](const std::vector<std::uint8_t>& marks) {
    return static_cast<std::uint64_t>(std::ranges::count_if(marks, [](std::uint8_t mark) { return mark != 0; }));
  };
  std::vector<CombinedRows> combined;
  for (std::uint32_t v = 0; v < any_time.size(); ++v)
    combined.push_back({variable_text(*plan.rule, v), any_time[v].size(), count(any_time[v]), count(in_window[v])});
  return combined;
}

}  // namespace yaral::explain
