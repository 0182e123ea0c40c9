#include "semantics/binder.h"

#include <algorithm>

#include <fmt/format.h>

#include "udm/schema.h"

namespace yaral::semantics {

syntax::Diagnostic& report(Binder& b, Code code, Span span, std::string message) {
  for (const Span error : b.syntax_errors) {
    const bool apart = span.end < error.begin || error.end < span.begin;
    if (!apart) return b.not_kept = {};
  }
  return b.diagnostics.report(code, span, std::move(message));
}

std::string written(const Binder& b, Span span) {
  constexpr std::size_t kMost = 60;
  std::string text;
  for (const char c : b.source.text(span)) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (blank && (text.empty() || text.back() == ' ')) continue;
    text += blank ? ' ' : c;
    if (text.size() > kMost + 4) break;
  }
  if (text.size() > kMost) {
    std::size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end) + "…";
  }
  return '`' + text + '`';
}

syntax::Fix replace_by(Span span, std::string text) {
  std::string title = fmt::format("write `{}`", text);
  return {std::move(title), {{span, std::move(text)}}};
}

std::string a_type(Type type) {
  if (type.list) return "a " + type_name(type);
  if (type.base == BaseType::kEnum) return fmt::format("an enum (`{}`)", udm::enumeration(type.enum_id).name);
  const std::string name = type_name(type);
  const bool vowel = std::string_view("aeiou").find(name.front()) != std::string_view::npos && name != "uint";
  return (vowel ? "an " : "a ") + name;
}

bool is_text(Type type) { return !type.list && (type.base == BaseType::kString || type.base == BaseType::kBytes); }

Expr error_expr(Span span) { return {.op = Op::kConstant, .type = error_type(), .span = span}; }

Expr string_constant(Binder& b, std::string_view text, Span span) {
  return {.op = Op::kConstant,
          .type = type_of(BaseType::kString),
          .span = span,
          .constant = Value::string(b.rule.constants->copy(text))};
}

Expr int_constant(std::int64_t value, Span span) {
  return {.op = Op::kConstant, .type = type_of(BaseType::kInt), .span = span, .constant = Value::integer(value)};
}

Expr make(Op op, Type type, Span span, std::vector<Expr> args) {
  return {.op = op, .type = type, .span = span, .args = std::move(args)};
}

Expr negate(Expr e) {
  const Span span = e.span;
  const Type type = e.type;
  std::vector<Expr> args;
  args.push_back(std::move(e));
  return make(Op::kNot, type, span, std::move(args));
}

Expr enum_as_name(Expr e) {
  if (e.type.list || e.type.base != BaseType::kEnum) return e;
  const Span span = e.span;
  std::vector<Expr> args;
  args.push_back(std::move(e));
  return make(Op::kEnumName, type_of(BaseType::kString), span, std::move(args));
}

bool is_literal_only(const Expr& e) {
  if (e.type.is_error()) return false;
  if (e.op == Op::kConstant) return true;
  if (e.op != Op::kArithmetic && e.op != Op::kCall && e.op != Op::kIf) return false;
  return !e.args.empty() && std::ranges::all_of(e.args, is_literal_only);
}

bool contains(const Expr& e, Op op) {
  return e.op == op || std::ranges::any_of(e.args, [op](const Expr& arg) { return contains(arg, op); });
}

}  // namespace yaral::semantics
