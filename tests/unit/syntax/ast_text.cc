#include "unit/syntax/ast_text.h"

#include <fmt/format.h>

namespace yaral::syntax {
namespace {

std::string operands(const Expr& expr) {
  std::string out;
  for (const Expr& child : expr.children) out += " " + ast_text(child);
  for (const NamedArgument& n : expr.named) out += fmt::format(" {}:{}", n.name, n.wildcard ? "*" : ast_text(n.value));
  return out;
}

std::string path(const Expr& expr) {
  std::string out = expr.modifier == Modifier::kAny ? "any " : expr.modifier == Modifier::kAll ? "all " : "";
  out += "$" + expr.text;
  for (const PathSegment& segment : expr.segments) {
    out += "." + segment.name;
    for (const PathSubscript& s : segment.subscripts) {
      out += s.index ? fmt::format("[{}]", *s.index) : s.key ? fmt::format("[\"{}\"]", *s.key) : "[?]";
    }
  }
  return out;
}

std::string list_mode(const Expr& expr) {
  return std::string(expr.negated ? "not-in" : "in") + (expr.list_mode == ListMode::kRegex  ? "-regex"
                                                        : expr.list_mode == ListMode::kCidr ? "-cidr"
                                                                                            : "");
}

}  // namespace

std::string ast_text(const Expr& expr) {
  static constexpr const char* kCompare[] = {"=", "!=", "<", "<=", ">", ">="};
  static constexpr const char* kArithmetic[] = {"+", "-", "*", "/", "%"};
  const std::string nocase = expr.nocase ? " nocase" : "";
  switch (expr.kind) {
    case ExprKind::kError: return "(error" + operands(expr) + ")";
    case ExprKind::kString: return expr.raw_string ? "`" + expr.text + "`" : "\"" + expr.text + "\"";
    case ExprKind::kRegex: return "/" + expr.text + "/";
    case ExprKind::kInt: return fmt::format("{}", expr.integer);
    case ExprKind::kFloat: return fmt::format("{}f", expr.number);
    case ExprKind::kBool: return expr.integer ? "true" : "false";
    case ExprKind::kDuration: return format_duration(expr.duration);
    case ExprKind::kPath: return path(expr);
    case ExprKind::kVariable: return "$" + expr.text;
    case ExprKind::kCount: return "#" + expr.text;
    case ExprKind::kAbsent: return "!$" + expr.text;
    case ExprKind::kCall: return "(" + expr.text + operands(expr) + nocase + ")";
    case ExprKind::kNot: return "(not" + operands(expr) + ")";
    case ExprKind::kNegate: return "(neg" + operands(expr) + ")";
    case ExprKind::kAnd: return "(and" + operands(expr) + ")";
    case ExprKind::kOr: return "(or" + operands(expr) + ")";
    case ExprKind::kCompare:
      return fmt::format("({}{}{})", kCompare[static_cast<int>(expr.compare)], operands(expr), nocase);
    case ExprKind::kArithmetic:
      return fmt::format("({}{})", kArithmetic[static_cast<int>(expr.arithmetic)], operands(expr));
    case ExprKind::kIn: return "(" + list_mode(expr) + operands(expr) + nocase + ")";
    case ExprKind::kIsNull: return std::string(expr.negated ? "(is-not-null" : "(is-null") + operands(expr) + ")";
    case ExprKind::kList: return "%" + expr.text + (expr.column.empty() ? "" : "." + expr.column);
    case ExprKind::kBareWord: return "'" + expr.text;
    case ExprKind::kNOf: return fmt::format("(of {}{})", expr.integer, operands(expr));
  }
  return "?";
}

}  // namespace yaral::syntax
