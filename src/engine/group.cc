#include "engine/group.h"

#include <algorithm>

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

}  // namespace

GroupScope::GroupScope(const plan::RulePlan& rule, std::span<const RankedRow> rows, std::optional<GroupWindow> window,
                       functions::CallContext& context, MetricReader& metrics)
    : rule_(rule),
      rows_(rows),
      window_(window),
      context_(context),
      metrics_(metrics),
      current_(&rows.front()),
      outcomes_(rule.outcomes.size()) {}

Value GroupScope::field(std::uint32_t index) {
  const auto at = std::ranges::lower_bound(rule_.stored_fields, index);
  const auto column = rule_.keys.size() + static_cast<std::size_t>(at - rule_.stored_fields.begin());
  return current_->values[column];
}

Value GroupScope::aggregate(const plan::Node& node) {
  const auto aggregator = functions::make_aggregator(node.aggregate);
  boost::container::small_vector<Value, 3> arguments(node.args.size());
  const RankedRow* const before = current_;
  for (const RankedRow& row : rows_) {
    current_ = &row;
    for (std::size_t i = 0; i < node.args.size(); ++i)
      arguments[i] = typed(evaluate(node.args[i], *this, context_), node.args[i].type);
    aggregator->add(context_, {arguments.data(), arguments.size()});
  }
  current_ = before;
  return aggregator->result(context_);
}

Value GroupScope::metric(std::uint32_t index, std::span<const Value> arguments) {
  return window_ ? metrics_.value(index, arguments, window_->start, context_) : Value{};
}

Value GroupScope::outcome(std::uint32_t index) {
  if (!outcomes_[index]) {
    const plan::OutcomePlan& outcome = rule_.outcomes[index];
    outcomes_[index] = typed(evaluate(outcome.value, *this, context_), outcome.type);
  }
  return *outcomes_[index];
}

Value GroupScope::window_start() { return window_ ? Value::timestamp(window_->start) : Value{}; }

Value GroupScope::window_end() { return window_ ? Value::timestamp(window_->end) : Value{}; }

// Rows are ordered by rank, so that those of one event are neighbours.
std::int64_t GroupScope::event_count(std::uint32_t) {
  std::int64_t count = 1;
  for (std::size_t i = 1; i < rows_.size(); ++i)
    if (rows_[i].rank != rows_[i - 1].rank) ++count;
  return count;
}

std::int64_t GroupScope::distinct_values(std::uint32_t placeholder) {
  boost::unordered_flat_set<Value, ValueHash, ValueEqual> seen;
  const RankedRow* const before = current_;
  for (const RankedRow& row : rows_) {
    current_ = &row;
    seen.insert(evaluate(rule_.placeholders[placeholder], *this, context_));
  }
  current_ = before;
  return static_cast<std::int64_t>(seen.size());
}

}  // namespace yaral::engine
