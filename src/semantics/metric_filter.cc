#include <algorithm>

#include <fmt/format.h>

#include "semantics/metric_binder.h"

namespace yaral::semantics {

namespace {

using functions::MetricBytes;
using functions::MetricKind;
using syntax::ExprKind;

class FilterBinder {
 public:
  FilterBinder(Binder& b, const MetricUse& use) : b_(b), use_(use) {}

  Expr predicate(const syntax::Expr& ast) {
    switch (ast.kind) {
      case ExprKind::kAnd: return connective(ast, Op::kAnd);
      case ExprKind::kOr: return connective(ast, Op::kOr);
      case ExprKind::kNot: return connective(ast, Op::kNot);
      case ExprKind::kCompare: return comparison(ast);
      default: return refuse(ast, "is no comparison");
    }
  }

 private:
  Expr connective(const syntax::Expr& ast, Op op) {
    std::vector<Expr> args;
    for (const syntax::Expr& child : ast.children) args.push_back(predicate(child));
    return make(op, type_of(BaseType::kBool), ast.span, std::move(args));
  }

  Expr comparison(const syntax::Expr& ast) {
    std::vector<Expr> args;
    for (const syntax::Expr& child : ast.children) args.push_back(operand(child));
    const bool whole = std::ranges::none_of(args, [](const Expr& e) { return e.type.is_error(); });
    if (whole && !contains(args[0], Op::kField) && !contains(args[1], Op::kField))
      return refuse(ast, "tests no metric");
    Expr e = make(Op::kCompare, type_of(BaseType::kBool), ast.span, std::move(args));
    e.compare = ast.compare;
    return e;
  }

  Expr operand(const syntax::Expr& ast) {
    if (ast.kind == ExprKind::kInt) return int_constant(ast.integer, ast.span);
    if (ast.kind == ExprKind::kFloat)
      return {.op = Op::kConstant,
              .type = type_of(BaseType::kFloat),
              .span = ast.span,
              .constant = Value::floating(ast.number)};
    if (ast.kind != ExprKind::kBareWord) return refuse(ast, "is neither a metric nor a number");
    const auto names = functions::metric_kind_names();
    const auto at = std::ranges::find(names, ast.text);
    if (at == names.end()) return refuse(ast, "is no metric");
    const auto kind = static_cast<MetricKind>(at - names.begin());
    if (kind == MetricKind::kUniqueValues) return refuse(ast, "is counted after the filter");
    if (kind == MetricKind::kValueSum && use_.function->bytes == MetricBytes::kNone)
      return refuse(ast, fmt::format("adds up bytes, and `{}` counts events", use_.function->name));
    return {
        .op = Op::kField, .type = type_of(BaseType::kInt), .span = ast.span, .index = static_cast<std::uint32_t>(kind)};
  }

  Expr refuse(const syntax::Expr& ast, std::string_view why) {
    good_ = false;
    report(b_, Code::kMetricFilter, ast.span, fmt::format("{} {}", written(b_, ast.span), why)).help =
        use_.function->bytes == MetricBytes::kNone
            ? "compare `event_count_sum`, `first_seen` or `last_seen` with a number: `filter: event_count_sum > 2`"
            : "compare `event_count_sum`, `value_sum`, `first_seen` or `last_seen` with a number: `filter: value_sum > 10`";
    return error_expr(ast.span);
  }

 public:
  bool good() const { return good_; }

 private:
  Binder& b_;
  const MetricUse& use_;
  bool good_ = true;
};

}  // namespace

bool bind_metric_filter(Binder& b, const syntax::Expr& ast, MetricUse& use) {
  const auto at = std::ranges::find(ast.named, "filter", &syntax::NamedArgument::name);
  if (at == ast.named.end()) return true;
  FilterBinder binder(b, use);
  Expr filter = binder.predicate(at->value);
  if (!binder.good()) return false;
  use.filter = std::move(filter);
  return true;
}

}  // namespace yaral::semantics
