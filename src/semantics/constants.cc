#include <charconv>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/time_zone.h"
#include "semantics/call.h"
#include "semantics/ip_text.h"
#include "semantics/patterns.h"
#include "semantics/time_zone_text.h"

namespace yaral::semantics {

namespace {

using functions::ParamRule;

bool check_cidr(Binder& b, const syntax::Expr& ast) {
  const std::string problem = cidr_problem(ast.text);
  if (problem.empty()) return true;
  report(b, Code::kBadCidr, ast.span, fmt::format("{} is no range of addresses: {}", written(b, ast.span), problem))
      .help = "write an address, a slash and a number of bits: `10.0.0.0/8`, `2001:db8::/32`";
  return false;
}

bool check_zone(Binder& b, const syntax::Expr& ast) {
  const std::string problem = time_zone_problem(ast.text);
  if (problem.empty()) return true;
  const std::vector<std::string> near = nearest_names(ast.text, TimeZone::names());
  auto& diagnostic =
      report(b, Code::kBadTimeZone, ast.span, fmt::format("{} is no time zone: {}", written(b, ast.span), problem));
  diagnostic.help = near.empty() ? "write an IANA name or an offset: `\"Europe/Berlin\"`, `\"GMT\"`, `\"+02:00\"`"
                                 : did_you_mean(near);
  return false;
}

}  // namespace

bool check_constant(Binder& b, const functions::Param& param, const syntax::Expr& ast, std::string_view function,
                    bool nocase) {
  const bool text = ast.kind == syntax::ExprKind::kString || ast.kind == syntax::ExprKind::kRegex;
  if (!text) return true;
  switch (param.rule) {
    case ParamRule::kRegexConstant:
      return check_pattern(b, ast, function == "re.regex" ? PatternUse::kTest : PatternUse::kReplace, nocase);
    case ParamRule::kCaptureRegex: return check_pattern(b, ast, PatternUse::kCapture, nocase);
    case ParamRule::kCidrConstant: return check_cidr(b, ast);
    case ParamRule::kTimeZone: return check_zone(b, ast);
    default: break;
  }
  if (ast.kind != syntax::ExprKind::kRegex) return true;
  report(b, Code::kArgumentType, ast.span, fmt::format("`{}` takes text here, not a pattern", function)).help =
      "write a string in quotes, or use `re.regex`";
  return false;
}

}  // namespace yaral::semantics
