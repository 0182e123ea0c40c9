#include "convert/filter.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

namespace yaral::convert {

namespace {

using Op = Filter::Op;

bool takes_values(Op op) { return op >= Op::kOneOf; }

// Collects what a connective joins.
class Parts {
 public:
  explicit Parts(Op op) : op_(op) {}

  void add(Filter filter) {
    if (filter.is(op_)) {
      std::ranges::for_each(filter.args, [&](Filter& inner) { add_one(std::move(inner)); });
    } else {
      add_one(std::move(filter));
    }
  }

  Filter take() {
    if (parts_.empty()) return {.op = op_ == Op::kAnd ? Op::kTrue : Op::kFalse};
    if (parts_.size() == 1) return std::move(parts_.front());
    Filter out{.op = op_};
    out.args = std::move(parts_);
    return out;
  }

 private:
  // An alternative goes to the values of one before where it is a test of the same kind and field.
  void add_one(Filter filter) {
    const auto same = std::ranges::find_if(parts_, [&](const Filter& other) { return goes_with(filter, other); });
    if (same == parts_.end()) {
      parts_.push_back(std::move(filter));
    } else if (op_ == Op::kOr && takes_values(filter.op)) {
      add_values(*same, static_cast<std::size_t>(same - parts_.begin()), std::move(filter.values));
    }
  }

  bool goes_with(const Filter& filter, const Filter& other) const {
    if (op_ == Op::kAnd) return other == filter;
    return takes_values(filter.op) && filter.args.empty() && other.args.empty() && other.op == filter.op &&
           other.nocase == filter.nocase && other.operands == filter.operands;
  }

  void add_values(Filter& to, std::size_t place, std::vector<std::string> values) {
    std::unordered_set<std::string>& known = known_[place];
    if (known.empty()) known.insert(to.values.begin(), to.values.end());
    for (std::string& value : values)
      if (known.insert(value).second) to.values.push_back(std::move(value));
  }

  Op op_;
  std::vector<Filter> parts_;
  std::map<std::size_t, std::unordered_set<std::string>> known_;  // values of parts that took some from others
};

Filter joined(Op op, std::vector<Filter> args) {
  const Op neutral = op == Op::kAnd ? Op::kTrue : Op::kFalse;
  const Op decisive = op == Op::kAnd ? Op::kFalse : Op::kTrue;
  Parts parts(op);
  for (Filter& arg : args) {
    if (arg.is(decisive)) return {.op = decisive};
    if (!arg.is(neutral)) parts.add(std::move(arg));
  }
  return parts.take();
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
