#include "unit/oracle/values.h"

#include <algorithm>
#include <cstdlib>

#include <re2/re2.h>

#include "base/text.h"
#include "udm/path.h"
#include "unit/oracle/reads.h"

namespace yaral::oracle {

namespace {

using semantics::Expr;
using semantics::Op;

Value zero_of(Type type) {
  if (type.list) return Value::list({});
  switch (type.base) {
    case BaseType::kString: return Value::string("");
    case BaseType::kInt: return Value::integer(0);
    case BaseType::kUint: return Value::unsigned_integer(0);
    case BaseType::kFloat: return Value::floating(0);
    case BaseType::kBool: return Value::boolean(false);
    case BaseType::kTimestamp: return Value::timestamp({});
    default: return {};
  }
}

std::string text(const Value& v) {
  return v.is_null() || v.kind() == ValueKind::kString ? std::string(v.as_text()) : functions::to_text(v);
}

bool holds(semantics::CompareOp op, int order) {
  switch (op) {
    case semantics::CompareOp::kEq: return order == 0;
    case semantics::CompareOp::kNe: return order != 0;
    case semantics::CompareOp::kLt: return order < 0;
    case semantics::CompareOp::kLe: return order <= 0;
    case semantics::CompareOp::kGt: return order > 0;
    case semantics::CompareOp::kGe: return order >= 0;
  }
  return false;
}

}  // namespace

Value Values::value(const Expr& e, const Combination& at) {
  const Combination* before = std::exchange(at_, &at);
  const Value v = set_value(e);
  at_ = before;
  return v;
}

Value Values::value(const Expr& e, const Group& group) {
  group_ = &group;
  const Value v = value(e, group.combinations.front());
  group_ = nullptr;
  return v;
}

Value Values::set_value(const Expr& e) {
  const Value v = value(e);
  return v.is_null() ? zero_of(e.type) : v;
}

Value Values::value(const Expr& e) {
  switch (e.op) {
    case Op::kConstant: return e.constant;
    case Op::kField: return field(e.index);
    case Op::kElement: return element(e.index);
    case Op::kPlaceholder: return placeholder(e.index);
    case Op::kCall: return call(e);
    case Op::kArithmetic: {
      constexpr functions::Arithmetic kOps[] = {functions::Arithmetic::kAdd, functions::Arithmetic::kSub,
                                                functions::Arithmetic::kMul, functions::Arithmetic::kDiv,
                                                functions::Arithmetic::kMod};
      return functions::arithmetic(kOps[static_cast<std::size_t>(e.arithmetic)], value(e.args[0]), value(e.args[1]),
                                   notes_);
    }
    case Op::kCompare: return Value::boolean(comparison(e));
    case Op::kRegex: return Value::boolean(regex(e));
    case Op::kInList: return Value::boolean(in_list(e));
    case Op::kAnd: return Value::boolean(std::ranges::all_of(e.args, [&](const Expr& a) { return truth(a); }));
    case Op::kOr: return Value::boolean(std::ranges::any_of(e.args, [&](const Expr& a) { return truth(a); }));
    case Op::kNot: return Value::boolean(!truth(e.args[0]));
    case Op::kAny:
    case Op::kAll: return Value::boolean(quantified(e));
    case Op::kIf: return value(e.args[truth(e.args[0]) ? 1 : 2]);
    case Op::kEnumName:
      return Value::string(
          udm::enum_name(e.args[0].type.enum_id, static_cast<std::int32_t>(value(e.args[0]).as_int())));
    case Op::kAtLeast:
      return Value::boolean(std::ranges::count_if(e.args, [&](const Expr& a) { return truth(a); }) >=
                            e.constant.as_int());
    default: return of_group(e);
  }
}

Value Values::field(std::uint32_t index) {
  const semantics::FieldUse& use = rule_.fields[index];
  const Row* row = (*at_)[use.variable];
  if (use.access == semantics::Access::kList) return list(index);
  if (!row) return {};
  if (row->record->cells) return column(use);
  std::vector<Value> values;
  udm::collect(use.path.is_repeated() ? *row->copy : *row->record->root, use.path, values);
  return values.empty() ? Value{} : values.front();
}

Value Values::column(const semantics::FieldUse& use) {
  const semantics::DataTable& table = input_.tables.at(rule_.variables[use.variable].name);
  const std::string& cell = (*(*at_)[use.variable]->record->cells)[*table.find_column(use.path.text)];
  if (use.path.type.is_number()) return Value::floating(std::strtod(cell.c_str(), nullptr));
  return Value::string(cell);
}

std::vector<Value> Values::all(std::uint32_t field) {
  const semantics::FieldUse& use = rule_.fields[field];
  std::vector<Value> values;
  if (const Row* row = (*at_)[use.variable]) udm::collect(*row->record->root, use.path, values);
  return values;
}

Value Values::list(std::uint32_t field) {
  const std::vector<Value>& values = lists_.emplace_back(all(field));
  return Value::list(values);
}

Value Values::placeholder(std::uint32_t index) {
  const semantics::Source* source = present_source(rule_.placeholders[index].sources, *at_);
  return source ? value(source->value) : Value{};
}

bool Values::quantified(const Expr& e) {
  std::vector<Value> values = all(e.index);
  if (values.empty()) values.push_back({});
  std::size_t holding = 0;
  for (const Value& v : values) {
    elements_.emplace_back(e.index, v);
    holding += truth(e.args[0]) ? 1 : 0;
    elements_.pop_back();
  }
  return e.op == Op::kAny ? holding > 0 : holding == values.size();
}

Value Values::element(std::uint32_t index) {
  for (std::size_t i = elements_.size(); i-- > 0;)
    if (elements_[i].first == index) return elements_[i].second;
  return {};
}

bool Values::comparison(const Expr& e) {
  const Value a = value(e.args[0]);
  const Value b = value(e.args[1]);
  return holds(e.compare, e.nocase ? fold_case(a.as_text()).compare(fold_case(b.as_text())) : compare(a, b));
}

bool Values::regex(const Expr& e) {
  return re2::RE2::PartialMatch(text(value(e.args[0])), (e.nocase ? "(?i)" : "") + std::string(e.constant.as_text()));
}

bool Values::in_list(const Expr& e) {
  const std::string subject = text(value(e.args[0]));
  return std::ranges::any_of(input_.lists.at(rule_.lists[e.index].name), [&](const std::string& entry) {
    if (e.list_mode == semantics::ListMode::kString)
      return e.nocase ? fold_case(entry) == fold_case(subject) : entry == subject;
    if (e.list_mode == semantics::ListMode::kRegex)
      return re2::RE2::PartialMatch(subject, (e.nocase ? "(?i)" : "") + entry);
    const Value arguments[] = {Value::string(subject), Value::string(entry)};
    const auto* implementation = functions::find_implementation("net.ip_in_range_cidr");
    const auto prepared = implementation->prepare(std::span<const Value>(arguments, 2), false);
    return prepared && implementation->call(context_, std::span<const Value>(arguments, 2), prepared.get()).as_bool();
  });
}

const functions::Prepared* Values::prepare(const Expr& e, const functions::Implementation& implementation) {
  if (!implementation.prepare) return nullptr;
  const auto [at, fresh] = prepared_.try_emplace(&e);
  if (fresh) {
    std::vector<Value> constants;
    for (const Expr& arg : e.args) constants.push_back(arg.op == Op::kConstant ? arg.constant : Value{});
    at->second = implementation.prepare(constants, e.nocase);
  }
  return at->second.get();
}

Value Values::call(const Expr& e) {
  std::vector<Value> arguments;
  for (const Expr& arg : e.args) arguments.push_back(set_value(arg));
  const auto* implementation = functions::find_implementation(e.function->name);
  return implementation->call(context_, arguments, prepare(e, *implementation));
}

}  // namespace yaral::oracle
