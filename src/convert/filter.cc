#include "convert/filter.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace yaral::convert {

namespace {

using Op = Filter::Op;

bool takes_values(Op op) { return op >= Op::kOneOf; }

// Adds an alternative, to the values of one before where it is a test of the same kind and field.
void add_alternative(std::vector<Filter>& args, Filter filter) {
  const auto same = std::ranges::find_if(args, [&](const Filter& other) {
    return takes_values(filter.op) && filter.args.empty() && other.args.empty() && other.op == filter.op &&
           other.nocase == filter.nocase && other.operands == filter.operands;
  });
  if (same == args.end()) {
    args.push_back(std::move(filter));
    return;
  }
  for (std::string& value : filter.values)
    if (std::ranges::find(same->values, value) == same->values.end()) same->values.push_back(std::move(value));
}

Filter joined(Op op, std::vector<Filter> args) {
  const Op neutral = op == Op::kAnd ? Op::kTrue : Op::kFalse;
  const Op decisive = op == Op::kAnd ? Op::kFalse : Op::kTrue;
  Filter out{.op = op};
  const auto add = [&](Filter filter) {
    if (op == Op::kOr) return add_alternative(out.args, std::move(filter));
    if (std::ranges::find(out.args, filter) == out.args.end()) out.args.push_back(std::move(filter));
  };
  for (Filter& arg : args) {
    if (arg.is(decisive)) return {.op = decisive};
    if (arg.is(neutral)) continue;
    if (arg.is(op)) {
      std::ranges::for_each(arg.args, [&](Filter& inner) { add(std::move(inner)); });
    } else {
      add(std::move(arg));
    }
  }
  if (out.args.empty()) return {.op = neutral};
  if (out.args.size() == 1) {
    Filter only = std::move(out.args.front());
    return only;
  }
  return out;
}

}  // namespace

bool Operand::operator==(const Operand& other) const {
  const bool same_test = test == other.test || (test && other.test && *test == *other.test);
  return same_test && kind == other.kind && type == other.type && field == other.field && name == other.name &&
         text == other.text && arithmetic == other.arithmetic && args == other.args;
}

Filter all_of(std::vector<Filter> args) { return joined(Op::kAnd, std::move(args)); }

Filter any_of(std::vector<Filter> args) { return joined(Op::kOr, std::move(args)); }

Filter negated(Filter filter) {
  if (filter.is(Op::kTrue)) return always(false);
  if (filter.is(Op::kFalse)) return always(true);
  if (filter.is(Op::kNot)) {
    Filter inner = std::move(filter.args.front());
    return inner;
  }
  Filter out{.op = Op::kNot};
  out.args.push_back(std::move(filter));
  return out;
}

void each_operand(const Operand& operand, const std::function<void(const Operand&)>& visit) {
  visit(operand);
  for (const Operand& arg : operand.args) each_operand(arg, visit);
  if (operand.test) each_operand(*operand.test, visit);
}

void each_operand(const Filter& filter, const std::function<void(const Operand&)>& visit) {
  for (const Operand& operand : filter.operands) each_operand(operand, visit);
  for (const Filter& arg : filter.args) each_operand(arg, visit);
}

}  // namespace yaral::convert
