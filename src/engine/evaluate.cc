#include "engine/evaluate.h"

#include <algorithm>
#include <bit>
#include <string>

#include <boost/container/small_vector.hpp>

#include "base/text.h"
#include "functions/signatures/regex.h"
#include "udm/schema.h"

namespace yaral::engine {

namespace {

using functions::CallContext;
using plan::Node;
using semantics::CompareOp;
using semantics::Op;

// The element that an `any` or `all` around the expression is looking at.
struct Quantified {
  std::uint32_t field;
  Value element;
  const Quantified* outer;
};

bool compare_values(const Node& node, const Value& a, const Value& b) {
  if (node.nocase && (node.compare == CompareOp::kEq || node.compare == CompareOp::kNe))
    return equal_folded(a.as_text(), b.as_text()) == (node.compare == CompareOp::kEq);
  return compares(node.compare, a, b);
}

functions::Arithmetic arithmetic_of(semantics::ArithmeticOp op) {
  switch (op) {
    case semantics::ArithmeticOp::kAdd: return functions::Arithmetic::kAdd;
    case semantics::ArithmeticOp::kSub: return functions::Arithmetic::kSub;
    case semantics::ArithmeticOp::kMul: return functions::Arithmetic::kMul;
    case semantics::ArithmeticOp::kDiv: return functions::Arithmetic::kDiv;
    case semantics::ArithmeticOp::kMod: return functions::Arithmetic::kMod;
  }
  return functions::Arithmetic::kAdd;
}

std::string_view text_of(const Value& v, CallContext& context) {
  if (v.kind() == ValueKind::kString || v.kind() == ValueKind::kBytes || v.is_null()) return v.as_text();
  return context.arena.copy(functions::to_text(v));
}

class Run {
 public:
  Run(Scope& scope, CallContext& context) : scope_(scope), context_(context) {}

  Value value(const Node& node, const Quantified* quantified) {
    if (node.shared != plan::kNone) return Value::boolean(scope_.shared_predicate(node));
    switch (node.op) {
      case Op::kConstant: return node.constant;
      case Op::kField: return scope_.field(node.index);
      case Op::kElement: return element(node.index, quantified);
      case Op::kCall: return call(node, quantified);
      case Op::kArithmetic:
        return functions::arithmetic(arithmetic_of(node.arithmetic), arg(node, 0, quantified), arg(node, 1, quantified),
                                     context_.notes);
      case Op::kCompare:
        return Value::boolean(compare_values(node, arg(node, 0, quantified), arg(node, 1, quantified)));
      case Op::kRegex:
        return Value::boolean(
            re2::RE2::PartialMatch(functions::piece(text_of(arg(node, 0, quantified), context_)), node.regex->get()));
      case Op::kInList:
        return Value::boolean(node.list->matches(text_of(arg(node, 0, quantified), context_), context_));
      case Op::kAnd:
        return Value::boolean(std::ranges::all_of(node.args, [&](const Node& n) { return truth(n, quantified); }));
      case Op::kOr:
        return Value::boolean(std::ranges::any_of(node.args, [&](const Node& n) { return truth(n, quantified); }));
      case Op::kNot: return Value::boolean(!truth(node.args[0], quantified));
      case Op::kAny:
      case Op::kAll: return Value::boolean(quantify(node, quantified));
      case Op::kIf: return arg(node, truth(node.args[0], quantified) ? 1 : 2, quantified);
      case Op::kEnumName: return enum_name(node, quantified);
      case Op::kAggregate: return scope_.aggregate(node);
      case Op::kMetric: return metric(node, quantified);
      case Op::kOutcome: return scope_.outcome(node.index);
      case Op::kMatchKey: return scope_.key(node.index);
      case Op::kWindowStart: return scope_.window_start();
      case Op::kWindowEnd: return scope_.window_end();
      case Op::kEventCount: return Value::integer(scope_.event_count(node.index));
      case Op::kPlaceholderCount: return Value::integer(scope_.distinct_values(node.index));
      case Op::kAtLeast:
        return Value::boolean(std::ranges::count_if(node.args, [&](const Node& n) { return truth(n, quantified); }) >=
                              node.constant.as_int());
      case Op::kPlaceholder: return first_present(node, quantified);
    }
    return {};
  }

 private:
  Value first_present(const Node& node, const Quantified* quantified) {
    for (const Node& source : node.args)
      if (scope_.is_present(static_cast<std::uint32_t>(std::countr_zero(source.variables))))
        return value(source, quantified);
    return {};
  }

  bool truth(const Node& node, const Quantified* quantified) { return !value(node, quantified).is_zero(); }
  Value arg(const Node& node, std::size_t i, const Quantified* quantified) { return value(node.args[i], quantified); }

  static Value element(std::uint32_t field, const Quantified* quantified) {
    for (; quantified; quantified = quantified->outer)
      if (quantified->field == field) return quantified->element;
    return {};
  }

  Value call(const Node& node, const Quantified* quantified) {
    boost::container::small_vector<Value, 8> arguments;
    for (const Node& n : node.args) arguments.push_back(typed(value(n, quantified), n.type));
    return node.implementation->call(context_, {arguments.data(), arguments.size()}, node.prepared.get());
  }

  Value metric(const Node& node, const Quantified* quantified) {
    boost::container::small_vector<Value, 4> arguments;
    for (const Node& n : node.args) arguments.push_back(typed(value(n, quantified), n.type));
    return scope_.metric(node.index, {arguments.data(), arguments.size()});
  }

  // An empty list acts as one zero value (design decision 5).
  bool quantify(const Node& node, const Quantified* outer) {
    const auto list = scope_.field(node.index).as_list();
    const bool wanted = node.op == Op::kAny;
    const auto test = [&](const Value& v) {
      const Quantified inner{.field = node.index, .element = v, .outer = outer};
      return truth(node.args[0], &inner);
    };
    if (list.empty()) return test(Value{});
    for (const Value& v : list)
      if (test(v) == wanted) return wanted;
    return !wanted;
  }

  Value enum_name(const Node& node, const Quantified* quantified) {
    const auto number = static_cast<std::int32_t>(arg(node, 0, quantified).as_int());
    const std::string_view name = udm::enum_name(node.args[0].type.enum_id, number);
    return Value::string(name.empty() ? context_.arena.copy(std::to_string(number)) : name);
  }

  Scope& scope_;
  CallContext& context_;
};

}  // namespace

bool compares(CompareOp op, const Value& a, const Value& b) {
  switch (op) {
    case CompareOp::kEq: return equal(a, b);
    case CompareOp::kNe: return !equal(a, b);
    case CompareOp::kLt: return compare(a, b) < 0;
    case CompareOp::kLe: return compare(a, b) <= 0;
    case CompareOp::kGt: return compare(a, b) > 0;
    case CompareOp::kGe: return compare(a, b) >= 0;
  }
  return false;
}

Value evaluate(const Node& node, Scope& scope, CallContext& context) {
  return Run(scope, context).value(node, nullptr);
}

Value typed(const Value& value, Type type) {
  if (!value.is_null()) return value;
  if (type.list) return Value::list({});
  switch (type.base) {
    case BaseType::kString: return Value::string("");
    case BaseType::kBytes: return Value::bytes("");
    case BaseType::kInt: return Value::integer(0);
    case BaseType::kUint: return Value::unsigned_integer(0);
    case BaseType::kFloat: return Value::floating(0);
    case BaseType::kBool: return Value::boolean(false);
    case BaseType::kTimestamp: return Value::timestamp({});
    case BaseType::kEnum: return Value::enumerator(0);
    default: return value;
  }
}

Value deep_copy(const Value& value, Arena& arena) {
  switch (value.kind()) {
    case ValueKind::kString: return Value::string(arena.copy(value.as_text()));
    case ValueKind::kBytes: return Value::bytes(arena.copy(value.as_text()));
    case ValueKind::kList: {
      const auto from = value.as_list();
      Value* to = arena.allocate<Value>(from.size());
      std::ranges::transform(from, to, [&](const Value& v) { return deep_copy(v, arena); });
      return Value::list({to, from.size()});
    }
    default: return value;
  }
}

}  // namespace yaral::engine
