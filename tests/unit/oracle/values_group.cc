#include <algorithm>
#include <set>

#include "unit/oracle/reads.h"
#include "unit/oracle/values.h"

namespace yaral::oracle {

using semantics::Expr;
using semantics::Op;

// By the records that the arguments are read from; absent ones come first.
std::vector<Combination> Values::in_order_of(const std::vector<Expr>& args) {
  std::vector<std::uint32_t> read;
  for (std::uint32_t v = 0; v < rule_.variables.size(); ++v)
    if (std::ranges::any_of(args, [&](const Expr& arg) { return concerns(reads_of(rule_, arg), v); }))
      read.push_back(v);
  const auto place = [&](const Combination& at) {
    std::vector<std::size_t> numbers;
    for (const std::uint32_t v : read) numbers.push_back(at[v] ? at[v]->record->number + 1 : 0);
    return numbers;
  };
  std::vector<Combination> ordered = group_->combinations;
  std::ranges::stable_sort(ordered, {}, place);
  return ordered;
}

Value Values::aggregate(const Expr& e) {
  const auto aggregator = functions::make_aggregator(e.function->name);
  const Combination* before = at_;
  for (const Combination& at : in_order_of(e.args)) {
    at_ = &at;
    std::vector<Value> arguments;
    for (const Expr& arg : e.args) arguments.push_back(set_value(arg));
    aggregator->add(context_, arguments);
  }
  at_ = before;
  return aggregator->result(context_);
}

std::int64_t Values::count_events(std::uint32_t variable) {
  std::set<const Record*> records;
  for (const Combination& at : group_->combinations)
    if (at[variable]) records.insert(at[variable]->record);
  return static_cast<std::int64_t>(records.size());
}

std::int64_t Values::count_values(const Expr& count) {
  const semantics::Placeholder& placeholder = rule_.placeholders[count.index];
  std::vector<Value> seen;
  const Combination* before = at_;
  for (const Combination& at : group_->combinations) {
    at_ = &at;
    const semantics::Source* source = present_source(placeholder.sources, at);
    if (!source) continue;
    const Value v = set_value(source->value);
    if (std::ranges::none_of(seen, [&](const Value& s) { return equal(s, v); })) seen.push_back(v);
  }
  at_ = before;
  return static_cast<std::int64_t>(seen.size());
}

Value Values::of_group(const Expr& e) {
  switch (e.op) {
    case Op::kAggregate: return aggregate(e);
    case Op::kOutcome: return group_->outcomes[e.index];
    case Op::kMatchKey: return group_->keys[e.index];
    case Op::kWindowStart: return Value::timestamp(group_->window->first);
    case Op::kWindowEnd: return Value::timestamp(group_->window->second);
    case Op::kEventCount: return Value::integer(count_events(e.index));
    case Op::kPlaceholderCount: return Value::integer(count_values(e));
    default: break;
  }
  return {};
}

}  // namespace yaral::oracle
