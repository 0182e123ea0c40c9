#include <fmt/format.h>

#include "base/time.h"
#include "syntax/lexer_rules.h"
#include "syntax/parser.h"
#include "syntax/quote.h"

namespace yaral::syntax {

void Parser::parse_operand() {
  switch (token().kind) {
    case TokenKind::kVariable: return parse_path_or_variable(mark());
    case TokenKind::kCountVariable: return parse_count();
    case TokenKind::kListName: return parse_list_name();
    case TokenKind::kLeftParen: return parse_paren();
    case TokenKind::kWord: return parse_word();
    case TokenKind::kBang: return at_absent() ? parse_absent() : parse_missing_operand();
    case TokenKind::kInt: return token(1).keyword == Keyword::kOf ? parse_n_of() : parse_literal();
    case TokenKind::kMultilineString:
      note(Code::kLineBreakInString, token().span(), "this string goes over several lines").help =
          text(token()).starts_with('`') ? "write it in double quotes, with `\\n` for a line break"
                                         : "write `\\n` for a line break";
      return parse_literal();
    case TokenKind::kDuration: return parse_misplaced_duration();
    case TokenKind::kString:
    case TokenKind::kUnterminated:
    case TokenKind::kRegex:
    case TokenKind::kFloat:
    case TokenKind::kBadNumber: return parse_literal();
    default: return parse_missing_operand();
  }
}

void Parser::parse_misplaced_duration() {
  const std::string_view written = text(token());
  if (parse_duration(written)) {
    note(Code::kMisplacedDuration, token().span(), fmt::format("the duration {} cannot stand here", quote(written)));
  } else {
    note(Code::kBadNumber, token().span(), fmt::format("{} is not a number", quote(written))).help =
        "numbers are written with the digits 0 to 9 and perhaps a dot: `80`, `1.5`";
  }
  parse_literal();
}

void Parser::parse_word() {
  if (at_header() || at_rule_start()) return parse_missing_operand();
  switch (token().keyword) {
    case Keyword::kTrue:
    case Keyword::kFalse: return parse_literal();
    case Keyword::kAny:
    case Keyword::kAll: return token(1).keyword == Keyword::kOf ? parse_n_of() : parse_modifier();
    case Keyword::kAnd:
    case Keyword::kOr:
    case Keyword::kNot:
    case Keyword::kIn:
    case Keyword::kIs:
    case Keyword::kNull:
    case Keyword::kNocase:
    case Keyword::kOver: return parse_missing_operand();
    default: break;
  }
  if (word_is_called()) return parse_call();
  if (at(Keyword::kIf)) return parse_bare_if();
  const Mark start = mark();
  advance();
  parse_segments();
  finish(NodeKind::kBareWord, start);
}

void Parser::parse_literal() {
  const Mark start = mark();
  advance();
  finish(NodeKind::kLiteral, start);
}

// `start` may lie before the variable, at its modifier.
void Parser::parse_path_or_variable(Mark start) {
  check_reserved(token(), "variable");
  advance();
  const bool path = at(TokenKind::kDot) || at(TokenKind::kLeftBracket);
  parse_segments();
  finish(path ? NodeKind::kPath : NodeKind::kVariable, start);
}

void Parser::parse_segments() {
  while (at(TokenKind::kDot) || at(TokenKind::kLeftBracket)) {
    if (at(TokenKind::kLeftBracket)) {
      parse_subscript();
      continue;
    }
    const Token dot = token();
    advance();
    if (at(TokenKind::kWord) && !(token().line_start && at_header())) {
      advance();
      continue;
    }
    parse_missing_name(dot, "field");
  }
}

void Parser::parse_missing_name(const Token& dot, std::string_view what) {
  const bool number = at(TokenKind::kInt) || at(TokenKind::kFloat) || at(TokenKind::kDuration);
  Diagnostic* d = report(Code::kUnexpectedToken, number ? token().span() : dot.span(),
                         fmt::format("expected a {} name after the dot, found {}", what, describe(token())));
  if (d && at(TokenKind::kInt)) d->help = "elements of a list are written `[0]`";
  if (number) advance();
}

void Parser::parse_subscript() {
  const std::uint32_t open = position_;
  advance();
  if (at(TokenKind::kInt) || at(TokenKind::kString)) {
    advance();
    if (take(TokenKind::kRightBracket)) return;
  }
  if (!is_closed(open)) return report_unclosed(open);
  position_ = closing_[open];
  const Span span{tokens_[significant_[open]].begin, token().end};
  Diagnostic* d = report(Code::kBadSubscript, span, fmt::format("{} is no subscript", quote(source_.text(span))));
  if (d) d->help = "elements are counted from `[0]`, values of a map are named: `[\"key\"]`";
  advance();
}

// `!$e`, but neither `!$e.field` nor `!$e = 1`.
bool Parser::at_absent() const {
  if (!at(TokenKind::kBang) || token(1).kind != TokenKind::kVariable) return false;
  const TokenKind next = token(2).kind;
  const bool compared = next >= TokenKind::kEqual && next <= TokenKind::kGreaterEqual;
  return next != TokenKind::kDot && next != TokenKind::kLeftBracket && !compared;
}

void Parser::parse_absent() {
  const Mark start = mark();
  advance();
  check_reserved(token(), "variable");
  advance();
  outside_condition(span_from(start), "the absence");
  finish(NodeKind::kAbsent, start);
}

void Parser::parse_count() {
  const Mark start = mark();
  check_reserved(token(), "variable");
  advance();
  outside_condition(span_from(start), "the count");
  finish(NodeKind::kCount, start);
}

void Parser::parse_list_name() {
  const Mark start = mark();
  advance();
  const Token dot = token();
  if (take(TokenKind::kDot)) {
    const bool column = at(TokenKind::kWord) && !(token().line_start && at_header());
    column ? advance() : parse_missing_name(dot, "column");
  }
  finish(NodeKind::kList, start);
}

void Parser::parse_modifier() {
  const Mark start = mark();
  const Token modifier = token();
  advance();
  const bool repeated = at(Keyword::kAny) || at(Keyword::kAll);
  while (at(Keyword::kAny) || at(Keyword::kAll)) advance();
  if (at(TokenKind::kVariable)) {
    parse_path_or_variable(start);
    if (last_kind() == NodeKind::kPath && !repeated) return;
  } else {
    parse_operand();
  }
  Diagnostic* d = report(Code::kMisplacedModifier, modifier.span(),
                         fmt::format("{} can stand only directly before a field", quote(text(modifier))));
  if (d && last_kind() == NodeKind::kCall) d->help = "write it within the call, before the field";
}

void Parser::parse_missing_operand() {
  const Mark start = mark();
  const bool at_other_line = token().line_start || at_section_end();
  const std::string after = position_ > 0 ? " after " + describe(previous()) : "";
  const Span place = at_other_line && position_ > 0 ? previous().span() : token().span();
  const TokenKind kind = token().kind;
  if (kind != TokenKind::kUnknown && kind != TokenKind::kLoneSigil) {
    Diagnostic* d = report(Code::kMissingOperand, place,
                           at_other_line ? fmt::format("nothing follows {}", describe(previous()))
                                         : fmt::format("expected a value{}, found {}", after, describe(token())));
    const bool slash = d && position_ > 0 && previous().kind == TokenKind::kSlash;
    if (slash) d->help = "within a pattern a slash is written `\\/`";
  } else {
    advance();  // reported by the lexer
  }
  finish(NodeKind::kError, start);
}

void Parser::outside_condition(Span span, std::string_view what) {
  if (section_ == SectionKind::kCondition) return;
  report(Code::kOutsideCondition, span,
         fmt::format("{} {} can stand only in `condition`", what, quote(source_.text(span))));
}

void Parser::check_reserved(const Token& t, std::string_view what) {
  const std::string_view written = text(t);
  const std::string_view name = t.kind == TokenKind::kWord ? written : name_of_variable(written);
  const Keyword keyword = find_keyword(name);
  const Reservation how = reservation(keyword);
  bool& seen = reserved_seen_[static_cast<std::size_t>(keyword)];
  if (how == Reservation::kFree || seen) return;
  seen = true;
  Diagnostic& d = how == Reservation::kReserved
                      ? note(Code::kReservedWord, t.span(),
                             fmt::format("{} is a reserved word and cannot name a {}", quote(name), what))
                      : note(Code::kLaterReservedWord, t.span(),
                             fmt::format("newer versions of SecOps reserve {} and refuse it as the name of a {}",
                                         quote(name), what));
  d.help = "use another name, here and wherever it is used";
}

}  // namespace yaral::syntax
