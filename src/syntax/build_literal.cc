#include <fmt/format.h>

#include <charconv>

#include "base/time.h"
#include "syntax/ast_builder.h"
#include "syntax/literals.h"
#include "syntax/quote.h"

namespace yaral::syntax {

void AstBuilder::literal(NodeId id, Expr& expr) {
  const Token& t = token(node(id).first_token);
  const std::string_view written = text(t);
  switch (t.kind) {
    case TokenKind::kString:
    case TokenKind::kMultilineString:
      expr.kind = ExprKind::kString;
      expr.text = decode_string(source_, t.span(), diagnostics_);
      expr.raw_string = written[0] == '`';
      break;
    case TokenKind::kRegex:
      expr.kind = ExprKind::kRegex;
      expr.text = decode_regex(written);
      break;
    case TokenKind::kInt:
      expr.kind = ExprKind::kInt;
      number(t, expr);
      break;
    case TokenKind::kFloat:
      expr.kind = ExprKind::kFloat;
      std::from_chars(written.data(), written.data() + written.size(), expr.number);
      break;
    case TokenKind::kDuration:
      expr.kind = ExprKind::kDuration;
      expr.duration = parse_duration(written).value_or(Duration{});
      break;
    case TokenKind::kWord:
      expr.kind = ExprKind::kBool;
      expr.integer = t.keyword == Keyword::kTrue;
      break;
    default: break;  // malformed, and reported
  }
}

// Fields such as numbers of bytes are unsigned, so that literals may have 64 bits without a sign.
void AstBuilder::number(const Token& t, Expr& expr) {
  const std::string_view written = text(t);
  std::uint64_t value = 0;
  const auto result = std::from_chars(written.data(), written.data() + written.size(), value);
  if (result.ec != std::errc{}) {
    diagnostics_.report(Code::kNumberTooLarge, t.span(), fmt::format("{} does not fit into 64 bits", quote(written)))
        .help = "the largest number is 18446744073709551615";
  }
  expr.integer = static_cast<std::int64_t>(value);
  expr.is_unsigned = expr.integer < 0;
}

std::int64_t AstBuilder::integer(const Token& t) {
  std::int64_t value = 0;
  const std::string_view written = text(t);
  const auto result = std::from_chars(written.data(), written.data() + written.size(), value);
  if (result.ec != std::errc{}) {
    diagnostics_.report(Code::kNumberTooLarge, t.span(), fmt::format("{} is too large for this place", quote(written)));
  }
  return value;
}

}  // namespace yaral::syntax
