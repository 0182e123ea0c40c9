#include <fmt/format.h>

#include "semantics/expression.h"

namespace yaral::semantics {

namespace {

constexpr std::size_t kLeast = 2;
constexpr std::size_t kMost = 3;

bool check_count(Binder& b, const syntax::Expr& ast) {
  if (ast.children.size() >= kLeast && ast.children.size() <= kMost && ast.named.empty()) return true;
  report(b, Code::kArgumentCount, ast.span,
         fmt::format("`if` takes a condition and two values, not {} argument{}", ast.children.size(),
                     ast.children.size() == 1 ? "" : "s"))
      .help = "write `if(condition, then, else)`";
  return false;
}

bool is_literal_number(const syntax::Expr& e) {
  return e.kind == syntax::ExprKind::kInt || e.kind == syntax::ExprKind::kFloat || e.kind == syntax::ExprKind::kNegate;
}

// What `else` is when it is left out: 0 for numbers (5.4).
Expr default_else(Binder& b, const syntax::Expr& ast, const Expr& then) {
  if (!then.type.is_number()) {
    auto& diagnostic = report(b, Code::kIfWithoutElse, ast.span,
                              fmt::format("`if` over {} needs a third argument", a_type(then.type)));
    diagnostic.others.push_back({then.span, "this is " + a_type(then.type)});
    diagnostic.help = "say what it is otherwise";
    const Span end{ast.span.end - 1, ast.span.end - 1};
    if (is_text(then.type)) diagnostic.fix = syntax::Fix{"add an empty string", {{end, ", \"\""}}};
    return error_expr(ast.span);
  }
  if (!is_literal_number(ast.children[1])) {
    auto& diagnostic = report(b, Code::kIfDefaultsToZero, ast.span, "`if` without a third argument gives 0");
    diagnostic.others.push_back({then.span, "SecOps allows that for numbers written out only"});
    const Span end{ast.span.end - 1, ast.span.end - 1};
    diagnostic.fix = syntax::Fix{"add `, 0`", {{end, ", 0"}}};
  }
  if (then.type.base == BaseType::kFloat)
    return {.op = Op::kConstant, .type = then.type, .span = ast.span, .constant = Value::floating(0)};
  return int_constant(0, ast.span);
}

// The type both branches have; an error type when they do not agree.
Type common_type(const Expr& then, const Expr& otherwise) {
  if (then.type == otherwise.type) return then.type;
  if (then.type.is_number() && otherwise.type.is_number()) {
    const bool floating = then.type.base == BaseType::kFloat || otherwise.type.base == BaseType::kFloat;
    return type_of(floating ? BaseType::kFloat : BaseType::kInt);
  }
  return is_text(then.type) && is_text(otherwise.type) ? type_of(BaseType::kString) : error_type();
}

}  // namespace

Expr bind_if(Binder& b, const syntax::Expr& ast) {
  if (!check_count(b, ast)) return error_expr(ast.span);
  Expr condition = bind_predicate(b, ast.children[0]);
  Expr then = enum_as_name(bind_value(b, ast.children[1]));
  const bool open_ended = ast.children.size() == kLeast;
  if (then.type.is_error() && open_ended) return error_expr(ast.span);
  Expr otherwise = open_ended ? default_else(b, ast, then) : enum_as_name(bind_value(b, ast.children[2]));
  if (condition.type.is_error() || then.type.is_error() || otherwise.type.is_error()) return error_expr(ast.span);
  const Type type = common_type(then, otherwise);
  if (type.is_error()) {
    auto& diagnostic =
        report(b, Code::kIfTypes, otherwise.span,
               fmt::format("the two values of `if` are {} and {}", a_type(then.type), a_type(otherwise.type)));
    diagnostic.primary.text = "this is " + a_type(otherwise.type);
    diagnostic.others.push_back({then.span, "this is " + a_type(then.type)});
    diagnostic.help = "give both the same type";
    return error_expr(ast.span);
  }
  std::vector<Expr> args;
  args.push_back(std::move(condition));
  args.push_back(std::move(then));
  args.push_back(std::move(otherwise));
  return make(Op::kIf, type, ast.span, std::move(args));
}

}  // namespace yaral::semantics
