#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "semantics/expression.h"
#include "udm/schema.h"

namespace yaral::semantics {

namespace {

Expr bind_window_end(Binder& b, const syntax::Expr& ast, Op op) {
  if (b.section == Section::kEvents) {
    report(b, Code::kWindowKeyword, ast.span, fmt::format("`{}` has no value in `events`", ast.text)).help =
        "windows are made of the events found; test it in `condition`";
    return error_expr(ast.span);
  }
  if (!b.ast.match) {
    report(b, Code::kWindowKeyword, ast.span, fmt::format("`{}` needs a window, and this rule has none", ast.text))
        .help = "add a `match` section, or use `$e.metadata.event_timestamp.seconds` in `outcome`";
    return error_expr(ast.span);
  }
  return {.op = op, .type = type_of(BaseType::kTimestamp), .span = ast.span};
}

bool is_field(std::string_view word) {
  const std::string_view first = word.substr(0, word.find_first_of(".["));
  return word.find('.') != std::string_view::npos && udm::find_field(udm::event_root(), first).has_value();
}

}  // namespace

Expr bind_bare_word(Binder& b, const syntax::Expr& ast) {
  const std::string word = ascii_lower(ast.text);
  if (word == "window_start") return bind_window_end(b, ast, Op::kWindowStart);
  if (word == "window_end") return bind_window_end(b, ast, Op::kWindowEnd);
  if (is_field(ast.text)) {
    auto& diagnostic =
        report(b, Code::kBareField, ast.span, fmt::format("the field `{}` has no event variable", ast.text));
    diagnostic.help = "in rules every field is of an event variable: `$e.` before it";
    if (b.rule.variables.size() == 1)
      diagnostic.fix = syntax::Fix{"add the event variable",
                                   {{{ast.span.begin, ast.span.begin}, "$" + b.rule.variables[0].name + '.'}}};
    return error_expr(ast.span);
  }
  const std::size_t dot = ast.text.find('.');
  const bool variable_known = dot != std::string::npos && b.variables.contains(ast.text.substr(0, dot));
  if (variable_known || (dot != std::string::npos && is_field(ast.text.substr(dot + 1)))) {
    auto& diagnostic =
        report(b, Code::kMissingDollar, ast.span, fmt::format("variables begin with `$`, found `{}`", ast.text));
    if (variable_known)
      diagnostic.fix = replace_by(ast.span, "$" + ast.text);
    else
      diagnostic.help = fmt::format("write `${}`", ast.text);
    return error_expr(ast.span);
  }
  auto& diagnostic = report(b, Code::kBareWord, ast.span, fmt::format("`{}` is no value", ast.text));
  diagnostic.help = "text is written in quotes";
  const bool variable =
      b.variables.contains(ast.text) || b.placeholder_of.contains(ast.text) || b.outcomes.contains(ast.text);
  diagnostic.fix = variable ? replace_by(ast.span, "$" + ast.text) : replace_by(ast.span, '"' + ast.text + '"');
  if (variable) diagnostic.help = fmt::format("did you mean `${}`?", ast.text);
  return error_expr(ast.span);
}

}  // namespace yaral::semantics
