#include "semantics/expression.h"

#include <fmt/format.h>

#include "semantics/condition.h"
#include "semantics/names.h"

namespace yaral::semantics {

namespace {

using syntax::ExprKind;

Expr bind_connective(Binder& b, const syntax::Expr& ast) {
  std::vector<Expr> args;
  for (const syntax::Expr& child : ast.children) args.push_back(bind_predicate(b, child));
  return make(ast.kind == ExprKind::kAnd ? Op::kAnd : Op::kOr, type_of(BaseType::kBool), ast.span, std::move(args));
}

Expr bind_integer(const syntax::Expr& ast) {
  if (!ast.is_unsigned) return int_constant(ast.integer, ast.span);
  return {.op = Op::kConstant,
          .type = type_of(BaseType::kUint),
          .span = ast.span,
          .constant = Value::unsigned_integer(static_cast<std::uint64_t>(ast.integer))};
}

Expr bind_number(const syntax::Expr& ast) {
  return {.op = Op::kConstant,
          .type = type_of(BaseType::kFloat),
          .span = ast.span,
          .constant = Value::floating(ast.number)};
}

Expr bind_bool(const syntax::Expr& ast) {
  return {.op = Op::kConstant,
          .type = type_of(BaseType::kBool),
          .span = ast.span,
          .constant = Value::boolean(ast.integer != 0)};
}

// What to write in place of a value that stands alone as a predicate.
void explain_lone_value(Binder& b, const syntax::Expr& ast, const Expr& value) {
  auto& diagnostic = report(b, Code::kNotBoolean, ast.span,
                            fmt::format("{} is {}, not a predicate", written(b, ast.span), a_type(value.type)));
  if (value.op == Op::kConstant) {
    diagnostic.help = "write a comparison with a field";
  } else if (value.type.base == BaseType::kBool) {
    diagnostic.help = fmt::format("write `{} = true`", b.source.text(ast.span));
    diagnostic.fix = syntax::Fix{"compare it with true", {{{ast.span.end, ast.span.end}, " = true"}}};
  } else if (is_text(value.type)) {
    diagnostic.help = fmt::format("compare it, for example `{} != \"\"`", b.source.text(ast.span));
  } else {
    diagnostic.help = "compare it with something";
  }
}

// A value where true or false is needed: a call that yields bool, or a mistake.
Expr bind_value_as_predicate(Binder& b, const syntax::Expr& ast) {
  Expr value = with_quantifiers(b, [&] { return bind_value(b, ast); });
  if (value.type.is_error()) return value;
  const bool boolean = value.type == type_of(BaseType::kBool);
  if (boolean && (ast.kind == ExprKind::kCall || value.op == Op::kOutcome)) return value;
  // Literals alone in `events` are for the parser to report.
  if (b.section == Section::kEvents && b.call_depth == 0 && value.op == Op::kConstant) return error_expr(ast.span);
  explain_lone_value(b, ast, value);
  return error_expr(ast.span);
}

}  // namespace

Expr bind_value(Binder& b, const syntax::Expr& ast) {
  ++b.weight;
  switch (ast.kind) {
    case ExprKind::kError: return error_expr(ast.span);
    case ExprKind::kString:
    case ExprKind::kRegex: return string_constant(b, ast.text, ast.span);
    case ExprKind::kInt: return bind_integer(ast);
    case ExprKind::kFloat: return bind_number(ast);
    case ExprKind::kBool: return bind_bool(ast);
    case ExprKind::kPath: return b.section == Section::kCondition ? refuse_field(b, ast) : bind_path(b, ast);
    case ExprKind::kVariable: return b.section == Section::kCondition ? bind_condition_name(b, ast) : bind_name(b, ast);
    case ExprKind::kBareWord: return bind_bare_word(b, ast);
    case ExprKind::kCall: return bind_call(b, ast);
    case ExprKind::kNegate: return bind_negative(b, ast);
    case ExprKind::kArithmetic: return bind_arithmetic(b, ast);
    case ExprKind::kCount: return bind_count(b, ast);
    case ExprKind::kList: return bind_column(b, ast, type_of(BaseType::kString));
    case ExprKind::kNot:
    case ExprKind::kAnd:
    case ExprKind::kOr:
    case ExprKind::kCompare:
    case ExprKind::kIn:
    case ExprKind::kIsNull:
    case ExprKind::kAbsent:
    case ExprKind::kNOf: return bind_predicate(b, ast);
    case ExprKind::kDuration: break;  // reported by the parser
  }
  return error_expr(ast.span);
}

Expr bind_predicate(Binder& b, const syntax::Expr& ast) {
  switch (ast.kind) {
    case ExprKind::kAnd:
    case ExprKind::kOr: return bind_connective(b, ast);
    case ExprKind::kNot: {
      Expr inner = negate(bind_predicate(b, ast.children[0]));
      inner.span = ast.span;
      return inner;
    }
    case ExprKind::kCompare: return bind_comparison(b, ast);
    case ExprKind::kIn: return bind_in_list(b, ast);
    case ExprKind::kIsNull: return bind_null_test(b, ast);
    case ExprKind::kAbsent:
    case ExprKind::kNOf: return refuse_condition_atom(b, ast);
    default: return bind_value_as_predicate(b, ast);
  }
}

}  // namespace yaral::semantics
