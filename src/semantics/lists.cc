#include <algorithm>

#include <fmt/format.h>

#include "semantics/expression.h"

namespace yaral::semantics {

namespace {

// Language reference 3.12.
constexpr int kMostLookups = 10;
constexpr int kMostPatternLookups = 5;

void count_lookup(Binder& b, const syntax::Expr& ast) {
  const auto over = [&](int& count, int most, std::string_view word) {
    if (++count != most + 1) return;
    report(b, Code::kListQuota, ast.span, fmt::format("a rule may hold at most {} `{}` look-ups", most, word)).help =
        "join lists, or split the rule";
  };
  over(b.lists.all, kMostLookups, "in");
  if (ast.list_mode == ListMode::kRegex) over(b.lists.regex, kMostPatternLookups, "in regex");
  if (ast.list_mode == ListMode::kCidr) over(b.lists.cidr, kMostPatternLookups, "in cidr");
}

std::uint32_t list_index(Binder& b, const syntax::Expr& list, ListMode mode) {
  const auto at = std::ranges::find_if(
      b.rule.lists, [&](const List& l) { return l.name == list.text && l.column == list.column && l.mode == mode; });
  const auto index = static_cast<std::uint32_t>(at - b.rule.lists.begin());
  if (at == b.rule.lists.end()) b.rule.lists.push_back({list.text, mode, list.column});
  return index;
}

void report_operand(Binder& b, const Expr& operand) {
  auto& diagnostic =
      report(b, Code::kBadListOperand, operand.span,
             fmt::format("lists hold text, but {} is {}", written(b, operand.span), a_type(operand.type)));
  if (operand.type.is_number()) {
    diagnostic.help = "make text of it";
    diagnostic.fix = replace_by(operand.span, fmt::format("cast.as_string({})", b.source.text(operand.span)));
  } else if (operand.type.list) {
    diagnostic.help = "bind a placeholder to the repeated field and look that up";
  }
}

bool check_nocase(Binder& b, const syntax::Expr& ast, const Expr& operand) {
  if (!ast.nocase) return true;
  const bool cidr = ast.list_mode == ListMode::kCidr;
  if (!cidr && operand.type.base != BaseType::kEnum) return true;
  auto& diagnostic = report(
      b, cidr ? Code::kBadNocase : Code::kEnumPattern, ast.nocase_span,
      cidr ? std::string("`nocase` means nothing for address ranges")
           : fmt::format("`nocase` compares text, but {} is {}", written(b, operand.span), a_type(operand.type)));
  diagnostic.help = "leave `nocase` out";
  diagnostic.fix = syntax::Fix{"remove `nocase`", {{ast.nocase_span, ""}}};
  return false;
}

// The operand as text; an error expression after a diagnostic.
Expr bind_operand(Binder& b, const syntax::Expr& ast) {
  const syntax::Expr& left = ast.children[0];
  if (left.modifier != syntax::Modifier::kNone) {
    const Span word{left.span.begin, left.name_span.begin};
    auto& diagnostic = report(b, Code::kMisusedQuantifier, left.span,
                              fmt::format("`{}` cannot stand before a field that is looked up in a list",
                                          left.modifier == syntax::Modifier::kAny ? "any" : "all"));
    diagnostic.help = "without it each element is looked up in turn";
    diagnostic.fix = syntax::Fix{"remove the modifier", {{word, ""}}};
    return error_expr(left.span);
  }
  Expr operand = bind_value(b, left);
  if (!b.quantifiers.empty()) {
    b.quantifiers.clear();
    report(b, Code::kMisusedQuantifier, left.span, "`any` and `all` cannot stand within what is looked up in a list")
        .help = "without them each element is looked up in turn";
    return error_expr(left.span);
  }
  if (operand.type.is_error()) return operand;
  if (operand.op == Op::kConstant) {
    report(b, Code::kLiteralComparison, left.span, fmt::format("{} is a fixed value", written(b, left.span))).help =
        "look up a field";
    return error_expr(left.span);
  }
  if (!is_text(operand.type) && (operand.type.list || operand.type.base != BaseType::kEnum)) {
    report_operand(b, operand);
    return error_expr(left.span);
  }
  if (!check_nocase(b, ast, operand)) return error_expr(left.span);
  return enum_as_name(std::move(operand));
}

}  // namespace

Expr bind_in_list(Binder& b, const syntax::Expr& ast) {
  count_lookup(b, ast);
  Expr operand = with_quantifiers(b, [&] { return bind_operand(b, ast); });
  const syntax::Expr& list = ast.children[1];
  if (list.kind != syntax::ExprKind::kList) return error_expr(ast.span);
  if (b.section == Section::kCondition) {
    report(b, Code::kListInCondition, ast.span, "lists cannot be looked up in `condition`").help =
        "look it up in `events`, or within `if(…)` in `outcome`";
    return error_expr(ast.span);
  }
  if (operand.type.is_error() || b.lists.all > kMostLookups) return error_expr(ast.span);
  std::vector<Expr> args;
  args.push_back(std::move(operand));
  Expr e = make(Op::kInList, type_of(BaseType::kBool), ast.span, std::move(args));
  e.index = list_index(b, list, ast.list_mode);
  e.list_mode = ast.list_mode;
  e.nocase = ast.nocase;
  return ast.negated ? negate(std::move(e)) : e;
}

}  // namespace yaral::semantics
