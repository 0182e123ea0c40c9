#include <fmt/format.h>

#include "semantics/expression.h"

namespace yaral::semantics {

namespace {

using syntax::ExprKind;

constexpr std::string_view kSymbols[] = {"+", "-", "*", "/", "%"};

std::string_view symbol(ArithmeticOp op) { return kSymbols[static_cast<std::size_t>(op)]; }

// The type of a result (5.5; design decision 7): `/` is always float, differences may be negative.
Type result_type(ArithmeticOp op, Type left, Type right) {
  if (op == ArithmeticOp::kDiv || left.base == BaseType::kFloat || right.base == BaseType::kFloat)
    return type_of(BaseType::kFloat);
  if (left.base == BaseType::kUint && right.base == BaseType::kUint && op != ArithmeticOp::kSub)
    return type_of(BaseType::kUint);
  return type_of(BaseType::kInt);
}

std::string advice(Type type) {
  if (type.base == BaseType::kString) return "`cast.as_int` and `cast.as_float` make numbers of text";
  if (type.base == BaseType::kTimestamp) return "name its seconds: `.seconds`";
  if (type.list) return "`arrays.index_to_int` and the like take an element of a list";
  return "arithmetic needs numbers";
}

bool check_operand(Binder& b, const syntax::Expr& ast, const Expr& operand) {
  if (operand.type.is_error()) return false;
  if (operand.type.is_number()) return true;
  report(b, Code::kBadArithmetic, operand.span,
         fmt::format("`{}` needs numbers, but {} is {}", symbol(ast.arithmetic), written(b, operand.span),
                     a_type(operand.type)))
      .help = advice(operand.type);
  return false;
}

bool is_joining_text(const syntax::Expr& ast, const Expr& left, const Expr& right) {
  const auto string = [](const Expr& e) { return e.type == type_of(BaseType::kString); };
  return ast.arithmetic == ArithmeticOp::kAdd && (string(left) || string(right)) && !left.type.is_error() &&
         !right.type.is_error();
}

void report_joining(Binder& b, const syntax::Expr& ast) {
  auto& diagnostic = report(b, Code::kBadArithmetic, ast.span, "`+` adds numbers and does not join text");
  const std::string call =
      fmt::format("strings.concat({}, {})", b.source.text(ast.children[0].span), b.source.text(ast.children[1].span));
  diagnostic.help = "`strings.concat` joins text and numbers";
  if (call.find('\n') == std::string::npos) diagnostic.fix = replace_by(ast.span, call);
}

}  // namespace

Expr bind_arithmetic(Binder& b, const syntax::Expr& ast) {
  Expr left = bind_value(b, ast.children[0]);
  Expr right = bind_value(b, ast.children[1]);
  if (is_joining_text(ast, left, right)) {
    report_joining(b, ast);
    return error_expr(ast.span);
  }
  const bool left_good = check_operand(b, ast, left);
  const bool right_good = check_operand(b, ast, right);
  if (!left_good || !right_good) return error_expr(ast.span);
  if (ast.arithmetic == ArithmeticOp::kMod)
    for (const Expr* operand : {&left, &right})
      if (operand->type.base == BaseType::kFloat) {
        report(b, Code::kBadArithmetic, operand->span,
               fmt::format("`%` needs whole numbers, but {} is a float", written(b, operand->span)))
            .help = "`cast.as_int` cuts off the fraction";
        return error_expr(ast.span);
      }
  const Type type = result_type(ast.arithmetic, left.type, right.type);
  std::vector<Expr> args;
  args.push_back(std::move(left));
  args.push_back(std::move(right));
  Expr e = make(Op::kArithmetic, type, ast.span, std::move(args));
  e.arithmetic = ast.arithmetic;
  return e;
}

// The language has no negative literals, though its functions page writes some: accepted in arguments in silence.
Expr bind_negative(Binder& b, const syntax::Expr& ast) {
  Expr number = bind_value(b, ast.children[0]);
  number.span = ast.span;
  if (number.type.is_error()) return number;
  if (number.op != Op::kConstant || !number.type.is_number()) {
    report(b, Code::kBadArithmetic, ast.span,
           fmt::format("`-` stands before {}, which is no number written out", written(b, ast.children[0].span)))
        .help = "subtract it from 0";
    return error_expr(ast.span);
  }
  if (number.type.base == BaseType::kUint) {
    report(b, Code::kNumberTooLarge, ast.span, fmt::format("{} does not fit into 64 bits", written(b, ast.span)));
    return error_expr(ast.span);
  }
  if (b.call_depth == 0) {
    auto& diagnostic = report(b, Code::kNegativeLiteral, ast.span,
                              fmt::format("SecOps has no negative numbers such as {}", written(b, ast.span)));
    diagnostic.help = "write a subtraction";
    diagnostic.fix = replace_by(ast.span, fmt::format("0 - {}", b.source.text(ast.children[0].span)));
  }
  number.constant = number.type.base == BaseType::kFloat ? Value::floating(-number.constant.as_float())
                                                         : Value::integer(-number.constant.as_int());
  return number;
}

}  // namespace yaral::semantics
