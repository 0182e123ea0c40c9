#include "explain/join_counts.h"

#include <algorithm>

#include "engine/evaluate.h"
#include "engine/window.h"
#include "explain/join_tests.h"
#include "semantics/expr_text.h"
#include "syntax/mirrored.h"

namespace yaral::explain {

namespace {

using engine::RankedRow;
using semantics::CompareOp;
using Rows = std::span<const RankedRow>;

// Combinations of rows that one predicate is tried on; with more it is not counted alone.
constexpr std::uint64_t kMostCombinations = 5'000'000;

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

// Tries a predicate on all combinations of rows of the variables that it reads.
class Combinations : public engine::Scope {
 public:
  Combinations(const plan::RulePlan& plan, const engine::RowSet& rows, const plan::Residual& residual)
      : plan_(plan), residual_(residual), current_(plan.variables.size()) {
    for (std::uint32_t v = 0; v < plan.variables.size(); ++v)
      if ((residual.variables >> v & 1) != 0) tried_.push_back({v, rows.of(v), std::vector<bool>(rows.of(v).size())});
  }

  // False: there are too many.
  bool few_enough() const {
    std::uint64_t number = 1;
    for (const Tried& tried : tried_)
      if (number *= tried.rows.size(); number > kMostCombinations) return false;
    return true;
  }

  std::vector<JoinCount::Side> sides(functions::CallContext& context) {
    try_from(0, context);
    std::vector<JoinCount::Side> sides;
    for (const Tried& tried : tried_)
      sides.push_back({variable_text(*plan_.rule, tried.variable), tried.met.size(),
                       static_cast<std::uint64_t>(std::ranges::count(tried.met, true))});
    return sides;
  }

  Value field(std::uint32_t index) override {
    const plan::FieldPlan& field = plan_.fields[index];
    return current_[field.variable]->values[field.column];
  }

 private:
  struct Tried {
    std::uint32_t variable;
    Rows rows;
    std::vector<bool> met;  // rows for which it holds with some of the others
  };

  // As deep as the rule has variables. True when it holds for some of the combinations.
  bool try_from(std::size_t depth, functions::CallContext& context) {
    if (depth == tried_.size()) return engine::holds(residual_.node, *this, context);
    Tried& tried = tried_[depth];
    bool any = false;
    for (std::size_t i = 0; i < tried.rows.size(); ++i) {
      current_[tried.variable] = &tried.rows[i];
      if (!try_from(depth + 1, context)) continue;
      tried.met[i] = true;
      any = true;
    }
    return any;
  }

  const plan::RulePlan& plan_;
  const plan::Residual& residual_;
  std::vector<const RankedRow*> current_;  // by variable
  std::vector<Tried> tried_;
};

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
      Combinations combinations(plan, rows.rows, plan.joins.residuals[predicate.residual]);
      if (combinations.few_enough()) count.sides = combinations.sides(context);
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
