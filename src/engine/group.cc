#include "engine/group.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <tuple>

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/evaluate.h"

namespace yaral::engine {

namespace {

struct ValueHash {
  std::size_t operator()(const Value& v) const { return hash_value(v); }
};
struct ValueEqual {
  bool operator()(const Value& a, const Value& b) const { return equal(a, b); }
};

// Absent rows come first.
int compare_rows(const RankedRow* a, const RankedRow* b) {
  if (!a || !b) return (a ? 1 : 0) - (b ? 1 : 0);
  const auto left = std::tie(a->rank, a->ordinal);
  const auto right = std::tie(b->rank, b->ordinal);
  return left < right ? -1 : right < left ? 1 : 0;
}

}  // namespace

GroupScope::GroupScope(const plan::RulePlan& rule, const Group& group, functions::CallContext& context,
                       MetricReader& metrics)
    : rule_(rule),
      group_(group),
      context_(context),
      metrics_(metrics),
      current_(group.rows.size()),
      outcomes_(rule.outcomes.size()) {
  // Without `match` outcomes read the fields of the event itself.
  if (!group.rows.front().empty()) current_[0] = &group.rows.front().front();
}

Value GroupScope::field(std::uint32_t index) {
  const plan::FieldPlan& field = rule_.fields[index];
  const RankedRow* row = current_[field.variable];
  return row ? row->values[field.column] : Value{};
}

// The combinations in the order of the rows of `variables`, where those read first.
std::span<const std::uint32_t> GroupScope::order_for(std::uint32_t variables) {
  const std::size_t width = group_.rows.size();
  auto [at, fresh] = orders_.try_emplace(variables);
  if (!fresh) return at->second;
  std::vector<std::uint32_t>& order = at->second;
  order.resize(group_.combinations.size() / width);
  std::iota(order.begin(), order.end(), 0u);
  const bool in_order =
      variables == 0 || std::has_single_bit(variables + 1);  // the first variables, as they are sorted
  if (in_order) return order;
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
    for (std::uint32_t v = 0; v < width; ++v) {
      if ((variables & 1u << v) == 0) continue;
      const int by_row = compare_rows(group_.combinations[a * width + v], group_.combinations[b * width + v]);
      if (by_row != 0) return by_row < 0;
    }
    return false;
  });
  return order;
}

Value GroupScope::aggregate(const plan::Node& node) {
  const auto aggregator = functions::make_aggregator(node.aggregate);
  boost::container::small_vector<Value, 3> arguments(node.args.size());
  const auto add = [&] {
    for (std::size_t i = 0; i < node.args.size(); ++i)
      arguments[i] = typed(evaluate(node.args[i], *this, context_), node.args[i].type);
    aggregator->add(context_, {arguments.data(), arguments.size()});
  };
  const auto before = current_;
  const std::size_t width = group_.rows.size();
  if (rule_.joins.combinations) {
    for (const std::uint32_t i : order_for(node.variables)) {
      const auto combination = group_.combinations.subspan(i * width, width);
      current_.assign(combination.begin(), combination.end());
      add();
    }
  } else if (node.variables == 0 && width > 1) {
    add();  // constants, of which one is as good as many
  } else {
    const auto variable = node.variables == 0 ? 0u : static_cast<std::uint32_t>(std::countr_zero(node.variables));
    for (const RankedRow& row : group_.rows[variable]) {
      current_[variable] = &row;
      add();
    }
  }
  current_ = before;
  return aggregator->result(context_);
}

Value GroupScope::metric(std::uint32_t index, std::span<const Value> arguments) {
  return group_.window ? metrics_.value(index, arguments, group_.window->start, context_) : Value{};
}

Value GroupScope::outcome(std::uint32_t index) {
  if (!outcomes_[index]) {
    const plan::OutcomePlan& outcome = rule_.outcomes[index];
    outcomes_[index] = typed(evaluate(outcome.value, *this, context_), outcome.type);
  }
  return *outcomes_[index];
}

Value GroupScope::window_start() { return group_.window ? Value::timestamp(group_.window->start) : Value{}; }

Value GroupScope::window_end() { return group_.window ? Value::timestamp(group_.window->end) : Value{}; }

// Rows are ordered by rank, so that those of one event are neighbours.
std::int64_t GroupScope::event_count(std::uint32_t variable) {
  const auto rows = group_.rows[variable];
  if (rule_.variables[variable].repeats.empty()) return static_cast<std::int64_t>(rows.size());
  std::int64_t count = rows.empty() ? 0 : 1;
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].rank != rows[i - 1].rank) ++count;
  return count;
}

std::int64_t GroupScope::distinct_values(std::uint32_t placeholder) {
  boost::unordered_flat_set<Value, ValueHash, ValueEqual> seen;
  const auto before = current_;
  for (const plan::PlaceholderSource& source : rule_.placeholders[placeholder]) {
    for (const RankedRow& row : group_.rows[source.variable]) {
      current_[source.variable] = &row;
      seen.insert(evaluate(source.value, *this, context_));
    }
  }
  current_ = before;
  return static_cast<std::int64_t>(seen.size());
}

}  // namespace yaral::engine
