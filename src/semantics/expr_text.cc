#include "semantics/expr_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "syntax/quote.h"
#include "udm/schema.h"

namespace yaral::semantics {

namespace {

constexpr std::string_view kCompareSymbols[] = {"=", "!=", "<", "<=", ">", ">="};
constexpr std::string_view kArithmeticSymbols[] = {"+", "-", "*", "/", "%"};
constexpr std::string_view kModes[] = {"in", "in regex", "in cidr"};

std::string quoted(std::string_view text) { return '"' + syntax::escape(syntax::printable(text)) + '"'; }

std::string pattern(std::string_view text) {
  std::string out = "/";
  for (const char c : syntax::printable(text)) {
    if (c == '/') out += '\\';
    out += c;
  }
  return out + '/';
}

std::string number(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string constant(const Expr& e) {
  switch (e.constant.kind()) {
    case ValueKind::kString:
    case ValueKind::kBytes: return quoted(e.constant.as_text());
    case ValueKind::kInt: return std::to_string(e.constant.as_int());
    case ValueKind::kUint: return std::to_string(e.constant.as_uint());
    case ValueKind::kFloat: return number(e.constant.as_float());
    case ValueKind::kBool: return e.constant.as_bool() ? "true" : "false";
    case ValueKind::kEnum:
      return quoted(udm::enum_name(e.type.enum_id, static_cast<std::int32_t>(e.constant.as_int())));
    case ValueKind::kTimestamp: return quoted(format_timestamp(e.constant.as_timestamp()));
    default: return "null";
  }
}

// How strongly an operand binds; one that binds weaker than its place is put in parentheses.
enum class Strength : std::uint8_t { kOr, kAnd, kNot, kCompare, kSum, kProduct, kOperand };

Strength strength_of(const Expr& e) {
  switch (e.op) {
    case Op::kOr: return Strength::kOr;
    case Op::kAnd: return Strength::kAnd;
    case Op::kNot: return Strength::kNot;
    case Op::kCompare:
    case Op::kRegex:
    case Op::kInList:
    case Op::kAny:
    case Op::kAll: return Strength::kCompare;
    case Op::kArithmetic:
      return e.arithmetic == semantics::ArithmeticOp::kAdd || e.arithmetic == semantics::ArithmeticOp::kSub
                 ? Strength::kSum
                 : Strength::kProduct;
    default: return Strength::kOperand;
  }
}

// `$e`, `!$e` and a bare outcome were bound to comparisons that have one place in the source.
bool is_bare(const Expr& e) { return e.args[0].span == e.args[1].span; }

class Printer {
 public:
  explicit Printer(const BoundRule& rule) : rule_(rule) {}

  std::string text(const Expr& e) const {
    switch (e.op) {
      case Op::kConstant: return constant(e);
      case Op::kField: return field_text(rule_, e.index);
      case Op::kElement: return quantifier_ + field_text(rule_, e.index);
      case Op::kPlaceholder: return '$' + rule_.placeholders[e.index].name;
      case Op::kOutcome: return '$' + rule_.outcomes[e.index].name;
      case Op::kMatchKey: return expr(rule_.keys[e.index].value);
      case Op::kWindowStart: return "window_start";
      case Op::kWindowEnd: return "window_end";
      case Op::kMetric: return metric(rule_.metrics[e.index], e);
      case Op::kEventCount: return '#' + rule_.variables[e.index].name;
      case Op::kPlaceholderCount: return '#' + rule_.placeholders[e.index].name;
      case Op::kCompare: return comparison(e);
      case Op::kArithmetic: return arithmetic(e);
      case Op::kRegex: return operand(e.args[0], Strength::kSum) + " = " + regex(e);
      case Op::kInList: return operand(e.args[0], Strength::kSum) + list(e);
      case Op::kAny: return quantified("any ", e);
      case Op::kAll: return quantified("all ", e);
      case Op::kAnd: return joined(e, " and ", Strength::kNot);
      case Op::kOr: return joined(e, " or ", Strength::kAnd);
      case Op::kNot: return negation(e.args[0]);
      case Op::kIf: return call("if", e);
      case Op::kEnumName: return expr(e.args[0]);
      case Op::kAtLeast: return fmt::format("{} of [{}]", e.constant.as_int(), arguments(e));
      case Op::kCall:
      case Op::kAggregate: return call(e.function->name, e) + (e.nocase ? " nocase" : "");
    }
    return {};
  }

 private:
  std::string expr(const Expr& e) const { return text(e); }

  std::string operand(const Expr& e, Strength at_least) const {
    const std::string inner = expr(e);
    return strength_of(e) < at_least ? '(' + inner + ')' : inner;
  }

  std::string regex(const Expr& e) const { return pattern(e.constant.as_text()) + (e.nocase ? " nocase" : ""); }

  std::string list(const Expr& e) const {
    const semantics::List& l = rule_.lists[e.index];
    return fmt::format(" {} %{}{}{}", kModes[static_cast<std::size_t>(e.list_mode)], l.name,
                       l.column.empty() ? "" : '.' + l.column, e.nocase ? " nocase" : "");
  }

  std::string comparison(const Expr& e) const {
    const std::string left = operand(e.args[0], Strength::kSum);
    const bool equal = e.compare == semantics::CompareOp::kEq;
    if (is_bare(e)) {
      const bool count = e.args[0].op == Op::kEventCount || e.args[0].op == Op::kPlaceholderCount;
      return (equal ? "!" : "") + (count ? '$' + left.substr(1) : left);
    }
    if (e.args[1].op == Op::kConstant && e.args[1].constant.is_null())
      return left + (equal ? " is null" : " is not null");
    return fmt::format("{} {} {}{}", left, kCompareSymbols[static_cast<std::size_t>(e.compare)],
                       operand(e.args[1], Strength::kSum), e.nocase ? " nocase" : "");
  }

  std::string arithmetic(const Expr& e) const {
    const Strength own = strength_of(e);
    const auto above = static_cast<Strength>(static_cast<std::uint8_t>(own) + 1);
    return fmt::format("{} {} {}", operand(e.args[0], own), kArithmeticSymbols[static_cast<std::size_t>(e.arithmetic)],
                       operand(e.args[1], above));
  }

  std::string negation(const Expr& e) const {
    if (e.op == Op::kRegex) return operand(e.args[0], Strength::kSum) + " != " + regex(e);
    return "not " + operand(e, Strength::kNot);
  }

  std::string quantified(std::string_view word, const Expr& e) const {
    Printer inner(rule_);
    inner.quantifier_ = word;
    const std::string text = inner.text(e.args[0]);
    return strength_of(e.args[0]) < Strength::kCompare ? '(' + text + ')' : text;
  }

  std::string joined(const Expr& e, std::string_view word, Strength at_least) const {
    std::string text;
    for (const Expr& arg : e.args) text += (text.empty() ? "" : std::string(word)) + operand(arg, at_least);
    return text;
  }

  std::string arguments(const Expr& e) const {
    std::string text;
    for (const Expr& arg : e.args) text += (text.empty() ? "" : ", ") + expr(arg);
    return text;
  }

  std::string metric(const semantics::MetricUse& use, const Expr& e) const {
    std::string text =
        fmt::format("{}(period: {}, window: {}, metric: {}, agg: {}", use.function->name, use.hourly ? "1h" : "1d",
                    use.hourly ? "today" : "30d", functions::metric_kind_names()[static_cast<std::size_t>(use.kind)],
                    functions::metric_agg_names()[static_cast<std::size_t>(use.agg)]);
    std::size_t given = 0;
    for (const semantics::MetricDimension& dimension : use.dimensions)
      text += fmt::format(", {}: {}", dimension.path, dimension.wildcard ? "*" : expr(e.args[given++]));
    return text + (use.filter ? ", filter: …)" : ")");
  }

  std::string call(std::string_view name, const Expr& e) const { return fmt::format("{}({})", name, arguments(e)); }

  const BoundRule& rule_;
  std::string quantifier_;  // before the list whose elements are tested
};

}  // namespace

std::string variable_text(const BoundRule& rule, std::uint32_t variable) {
  const semantics::EventVariable& v = rule.variables[variable];
  return (v.source == semantics::EventSource::kTable ? '%' : '$') + v.name;
}

std::string field_text(const BoundRule& rule, std::uint32_t field) {
  const semantics::FieldUse& use = rule.fields[field];
  constexpr std::string_view kBefore[] = {".", ".graph.", ".detection.", "."};  // by EventSource
  return fmt::format("{}{}{}", variable_text(rule, use.variable),
                     kBefore[static_cast<std::size_t>(rule.variables[use.variable].source)], use.path.text);
}

std::string expr_text(const BoundRule& rule, const Expr& e) { return Printer(rule).text(e); }

std::uint32_t line_of(const BoundRule& rule, Span span) {
  const auto lines_before = [&](std::size_t at) {
    return std::ranges::count(std::string_view(rule.text).substr(0, at), '\n');
  };
  const std::size_t at = span.begin < rule.begin ? 0 : span.begin - rule.begin;
  return rule.line + static_cast<std::uint32_t>(lines_before(at) - lines_before(rule.text.find(rule.name)));
}

}  // namespace yaral::semantics
