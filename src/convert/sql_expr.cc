#include "convert/sql_expr.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/regex.h"
#include "semantics/expr_text.h"
#include "udm/schema.h"

namespace yaral::convert {

namespace {

constexpr std::string_view kCompareSymbols[] = {"=", "<>", "<", "<=", ">", ">="};

std::string number(double value) {
  std::string text = fmt::format("{}", value);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

constexpr std::string_view kFoldShift =
    "without case, letters beyond ASCII that are the same to YARA-L (such as ς and σ) may be different";

bool is_enum(const Expr& e) { return e.type.base == BaseType::kEnum; }

bool ordered(semantics::CompareOp op) { return op != semantics::CompareOp::kEq && op != semantics::CompareOp::kNe; }

bool holds(std::int32_t value, semantics::CompareOp op, std::int32_t than) {
  switch (op) {
    case semantics::CompareOp::kLt: return value < than;
    case semantics::CompareOp::kLe: return value <= than;
    case semantics::CompareOp::kGt: return value > than;
    case semantics::CompareOp::kGe: return value >= than;
    default: return false;
  }
}

}  // namespace

std::string SqlExpr::group(const Expr& e, const SqlGroup& group) {
  group_ = &group;
  of_groups_ = true;
  std::string out = text(e);
  of_groups_ = false;
  group_ = nullptr;
  return out;
}

std::string SqlExpr::refuse(std::string what, std::string why) {
  fidelity_.refuse(std::move(what), std::move(why));
  return "NULL";
}

std::string SqlExpr::text(const Expr& e) {
  switch (e.op) {
    case Op::kConstant: return constant(e);
    case Op::kField: return field(e);
    case Op::kElement: return "x";
    case Op::kPlaceholder: return placeholder(e);
    case Op::kCall: return call(e);
    case Op::kArithmetic: return arithmetic(e);
    case Op::kCompare: return comparison(e);
    case Op::kRegex: return fill_in(dialect_.regex, text(e.args[0]), pattern(e, e.nocase));
    case Op::kInList: return in_list(e);
    case Op::kAnd: return '(' + joined(e, " AND ") + ')';
    case Op::kOr: return '(' + joined(e, " OR ") + ')';
    case Op::kNot: return "NOT (" + text(e.args[0]) + ')';
    case Op::kAny:
    case Op::kAll: return quantified(e);
    case Op::kIf:
      return fmt::format("CASE WHEN {} THEN {} ELSE {} END", text(e.args[0]), text(e.args[1]), text(e.args[2]));
    case Op::kEnumName: return text(e.args[0]);
    case Op::kAggregate: return aggregate(e);
    case Op::kOutcome: return text(rule_.outcomes[e.index].value);
    case Op::kMatchKey: return group_ ? group_->keys[e.index] : refuse("match key", "is read outside of its group");
    case Op::kWindowStart: return group_ ? group_->start : refuse("window_start", "is read outside of its group");
    case Op::kWindowEnd: return group_ ? group_->end : refuse("window_end", "is read outside of its group");
    case Op::kMetric: return refuse("metrics", "the history behind metrics is not in the events queried");
    case Op::kEventCount: return fmt::format("count(DISTINCT {}.n)", sql_name(rule_.variables[e.index].name));
    case Op::kPlaceholderCount: {
      const semantics::Placeholder& p = rule_.placeholders[e.index];
      const semantics::Source* source = required_source(rule_, p.sources);
      const SqlGroup* outer = std::exchange(group_, nullptr);
      const std::string value = text(source ? given_value(rule_, *source) : p.value);
      group_ = outer;
      return fmt::format("count(DISTINCT {})", value);
    }
    case Op::kAtLeast: return at_least(e);
  }
  return {};
}

std::string SqlExpr::zero(const Type& type) const {
  switch (type.base) {
    case BaseType::kEnum: return dialect_.literal(udm::enum_name(type.enum_id, 0));
    case BaseType::kInt:
    case BaseType::kUint:
    case BaseType::kTimestamp: return "0";
    case BaseType::kFloat: return "0.0";
    case BaseType::kBool: return "FALSE";
    default: return "''";
  }
}

std::string SqlExpr::constant(const Expr& e) {
  switch (e.constant.kind()) {
    case ValueKind::kString: return dialect_.literal(e.constant.as_text());
    case ValueKind::kInt: return std::to_string(e.constant.as_int());
    case ValueKind::kUint: return std::to_string(e.constant.as_uint());
    case ValueKind::kFloat: return number(e.constant.as_float());
    case ValueKind::kBool: return e.constant.as_bool() ? "TRUE" : "FALSE";
    case ValueKind::kEnum: {
      const std::string_view name = udm::enum_name(e.type.enum_id, static_cast<std::int32_t>(e.constant.as_int()));
      return dialect_.literal(name.empty() ? std::to_string(e.constant.as_int()) : name);
    }
    case ValueKind::kTimestamp:
      return std::to_string(e.constant.as_timestamp().seconds * 1'000'000'000 + e.constant.as_timestamp().nanos);
    case ValueKind::kNull: return zero(e.type);
    default: return refuse("constant", "values of this type are not written");
  }
}

std::string SqlExpr::field(const Expr& e) {
  const semantics::FieldUse& use = rule_.fields[e.index];
  const semantics::EventVariable& variable = rule_.variables[use.variable];
  std::string column = fmt::format("{}.{}", sql_name(variable.name), columns_[e.index]);
  const bool required = variable.required || rule_.variables.size() == 1;
  if (!required && !use.path.type.list && use.access == semantics::Access::kRow)
    column = fmt::format("coalesce({}, {})", column, zero(use.path.type));
  if (!group_) return column;
  const bool unnested = use.access == semantics::Access::kRow && use.path.is_repeated();
  if (unnested || query_.grouped()) {
    if (!(e.type.list && query_.one_variable() && !query_.grouped()))
      fidelity_.approximate(field_text(rule_, e.index),
                            "read outside of an aggregate: of several rows any may be taken");
  }
  return fill_in(dialect_.any, column);
}

std::string SqlExpr::placeholder(const Expr& e) {
  const semantics::Placeholder& p = rule_.placeholders[e.index];
  const std::string key = [&]() -> std::string {
    if (!group_) return {};
    for (std::size_t k = 0; k < rule_.keys.size(); ++k) {
      const Expr& value = rule_.keys[k].value;
      if (value.op == Op::kPlaceholder && value.index == e.index) return group_->keys[k];
    }
    return {};
  }();
  if (!key.empty()) return key;
  if (!of_groups_ || rule_.variables[p.variable].required) return text(p.value);
  const semantics::Source* source = required_source(rule_, p.sources);
  return text(source ? given_value(rule_, *source) : p.value);
}

std::string SqlExpr::joined(const Expr& e, std::string_view word) {
  std::string out;
  for (const Expr& arg : e.args) out += (out.empty() ? "" : std::string(word)) + text(arg);
  return out;
}

std::string SqlExpr::comparison(const Expr& e) {
  const Expr& left = e.args[0];
  const Expr& right = e.args[1];
  if (left.type.list || left.type.base == BaseType::kMessage)
    return refuse(expr_text(rule_, left), "is no single value");
  if (left.type.base == BaseType::kBytes) return refuse(expr_text(rule_, left), "bytes are not compared");
  if (is_enum(left) && ordered(e.compare)) return ordered_enums(e);
  const std::string_view symbol = kCompareSymbols[static_cast<std::size_t>(e.compare)];
  if (right.op == Op::kConstant && right.constant.is_null())
    return fmt::format("{} {} {}", text(left), symbol, zero(left.type));
  if (!e.nocase) return fmt::format("{} {} {}", as_number(left, right), symbol, as_number(right, left));
  if (left.op != Op::kConstant && right.op != Op::kConstant)
    fidelity_.approximate(expr_text(rule_, e), std::string(kFoldShift));
  return fmt::format("{} {} {}", folded(left), symbol, folded(right));
}

// An int that is compared with a float is made one: not all engines do so by themselves.
std::string SqlExpr::as_number(const Expr& e, const Expr& other) {
  const bool whole = e.type.base == BaseType::kInt || e.type.base == BaseType::kUint;
  if (!whole || other.type.base != BaseType::kFloat || e.op == Op::kConstant || other.op == Op::kConstant)
    return text(e);
  fidelity_.approximate(expr_text(rule_, e), "is compared as a float: whole numbers beyond 2^53 are rounded");
  return fmt::format("CAST({} AS DOUBLE)", text(e));
}

std::string SqlExpr::folded(const Expr& e) {
  if (e.op != Op::kConstant) return fill_in(dialect_.fold, text(e));
  const std::string_view written = e.constant.as_text();
  if (std::ranges::any_of(written, [](char c) { return (c & 0x80) != 0; }))
    fidelity_.approximate(std::string(written), std::string(kFoldShift));
  return dialect_.literal(fold_case(written));
}

// Enums are ordered by number, and written by name.
std::string SqlExpr::ordered_enums(const Expr& e) {
  const Expr& than = e.args[1];
  if (than.op != Op::kConstant)
    return refuse(expr_text(rule_, e), "enum fields are ordered by numbers that are not in the events");
  std::vector<std::string> names;
  for (const udm::EnumValue& value : udm::enumeration(e.args[0].type.enum_id).values)
    if (holds(value.number, e.compare, static_cast<std::int32_t>(than.constant.as_int())))
      names.push_back(dialect_.literal(value.name));
  if (names.empty()) return "FALSE";
  return fmt::format("{} IN ({})", text(e.args[0]), fmt::join(names, ", "));
}

std::string SqlExpr::pattern(const Expr& e, bool nocase) {
  const auto translated = translate_regex(e.constant.as_text(), nocase, RegexDialect::kRe2);
  return translated ? dialect_.literal(translated->text) : refuse("regular expression", translated.error());
}

// An empty list acts as one zero value.
std::string SqlExpr::quantified(const Expr& e) {
  const semantics::FieldUse& use = rule_.fields[e.index];
  const std::string column = fmt::format("{}.{}", sql_name(rule_.variables[use.variable].name), columns_[e.index]);
  const std::string list = fmt::format("CASE WHEN {0} = 0 THEN [{1}] ELSE {2} END", fill_in(dialect_.length, column),
                                       zero(use.path.type), column);
  const std::string test = text(e.args[0]);
  const bool any = e.op == Op::kAny;
  return fmt::format(
      "{} {} 0",
      fill_in(dialect_.length, fill_in(dialect_.filter, list, std::string("x"), any ? test : "NOT (" + test + ')')),
      any ? ">" : "=");
}

std::string SqlExpr::arithmetic(const Expr& e) {
  const std::string left = text(e.args[0]);
  const std::string right = text(e.args[1]);
  switch (e.arithmetic) {
    case semantics::ArithmeticOp::kDiv:
      return fmt::format("CASE WHEN {1} = 0 THEN 0.0 ELSE CAST({0} AS DOUBLE) / {1} END", left, right);
    case semantics::ArithmeticOp::kMod:
      if (e.type.base != BaseType::kInt) return refuse("%", "the rest of anything but ints is not written");
      return fmt::format("CASE WHEN {1} = 0 THEN 0 ELSE {0} % {1} END", left, right);
    default: break;
  }
  constexpr std::string_view kSymbols[] = {"+", "-", "*"};
  const std::string_view symbol = kSymbols[static_cast<std::size_t>(e.arithmetic)];
  if (e.type.base == BaseType::kFloat) return fmt::format("({} {} {})", left, symbol, right);
  return fitted(fmt::format("{} {} {}", fill_in(dialect_.wide, left), symbol, fill_in(dialect_.wide, right)), e.type);
}

// What does not fit into 64 bits becomes the nearest number that does.
std::string SqlExpr::fitted(const std::string& number, const Type& type) const {
  const bool is_unsigned = type.base == BaseType::kUint;
  return fmt::format("CAST(least(greatest({}, {}), {}) AS {})", number,
                     fill_in(dialect_.wide, is_unsigned ? "0" : "-9223372036854775808"),
                     fill_in(dialect_.wide, is_unsigned ? "18446744073709551615" : "9223372036854775807"),
                     is_unsigned ? "UInt64" : "BIGINT");
}

std::vector<std::string> SqlExpr::texts(const Expr& e) {
  std::vector<std::string> out;
  for (const Expr& arg : e.args) out.push_back(text(arg));
  return out;
}

std::string SqlExpr::at_least(const Expr& e) {
  std::string sum;
  for (const Expr& arg : e.args)
    sum += fmt::format("{}CASE WHEN {} THEN 1 ELSE 0 END", sum.empty() ? "" : " + ", text(arg));
  return fmt::format("{} >= {}", sum, e.constant.as_int());
}

}  // namespace yaral::convert
