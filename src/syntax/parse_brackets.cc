#include <fmt/format.h>

#include "syntax/parser.h"
#include "syntax/quote.h"

namespace yaral::syntax {
namespace {

constexpr int kMaxDepth = 200;

}  // namespace

bool Parser::enter() {
  if (depth_ >= kMaxDepth) {
    report(Code::kTooDeep, token().span(), fmt::format("expressions can be nested {} deep at most", kMaxDepth));
    return false;
  }
  ++depth_;
  return true;
}

bool Parser::at_operand_start() const {
  const TokenKind kind = token().kind;
  if (kind == TokenKind::kMinus || kind == TokenKind::kLeftParen || (kind == TokenKind::kBang && at_absent()))
    return true;
  if (kind != TokenKind::kWord)
    return kind >= TokenKind::kVariable && kind <= TokenKind::kBadNumber && kind != TokenKind::kLoneSigil;
  switch (token().keyword) {
    case Keyword::kAnd:
    case Keyword::kOr:
    case Keyword::kNot:
    case Keyword::kIn:
    case Keyword::kIs:
    case Keyword::kNull:
    case Keyword::kNocase:
    case Keyword::kOver: return false;
    default: return !at_header() && !at_rule_start();
  }
}

void Parser::report_unclosed(std::uint32_t open) {
  if (cut_short_[open] || unclosed_) return;  // the literal that has no end may hold the partner
  unclosed_ = true;
  const Token& bracket = tokens_[significant_[open]];
  Diagnostic* d =
      report(Code::kUnclosedBracket, bracket.span(), fmt::format("{} is not closed", token_description(bracket.kind)));
  if (d) d->help = "the section ends before its partner";
}

void Parser::parse_paren() {
  const Mark start = mark();
  const std::uint32_t open = position_;
  if (!enter()) {
    skip_balanced();
    return finish(NodeKind::kError, start);
  }
  advance();
  if (!is_closed(open)) report_unclosed(open);
  ++brackets_;
  parse_expr();
  // Within parentheses nothing is implicit: predicates that follow one another lack their connective.
  while (is_closed(open) && position_ < closing_[open]) {
    if (at_operand_start() || at(Keyword::kNot) || at(TokenKind::kBang)) {
      Diagnostic* d = report(Code::kMissingConnective, token().span(),
                             "within parentheses predicates are joined by a written `and` or `or`");
      if (d) d->others.push_back({tokens_[significant_[open]].span(), "the parenthesis opens here"});
      parse_expr();
    } else {
      report_unexpected("`)`");
      position_ = closing_[open];
    }
  }
  --brackets_;
  leave();
  if (is_closed(open) && position_ == closing_[open]) advance();
  finish(NodeKind::kParen, start);
}

// `foo (x)` is a call, but a word at the end of a line and a parenthesis at the begin of the next are two items, unless
// the word can be nothing but a function (language reference 1.7).
bool Parser::word_is_called() const {
  std::size_t ahead = 1;
  while (token(ahead).kind == TokenKind::kDot && token(ahead + 1).kind == TokenKind::kWord) ahead += 2;
  if (token(ahead).kind != TokenKind::kLeftParen) return false;
  const bool aggregate = token().keyword >= Keyword::kIf && token().keyword <= Keyword::kCountDistinct;
  return ahead > 1 || aggregate || !token(ahead).line_start;
}

void Parser::parse_call() {
  const Mark start = mark();
  while (!at(TokenKind::kLeftParen)) advance();
  if (!enter()) {
    skip_balanced();
    return finish(NodeKind::kError, start);
  }
  parse_arguments("an argument");
  leave();
  finish(NodeKind::kCall, start);
}

// `if $e.a = 1 then 2 else 3`, as other languages have it: everything up to the end of the line or of the bracket.
void Parser::parse_bare_if() {
  const Mark start = mark();
  note(Code::kBareIf, token().span(), "`if` is a function and needs parentheses").help =
      "write `if(condition, value, other value)`";
  do skip_balanced();
  while (!at_section_end() && !token().line_start && !at(TokenKind::kRightParen));
  finish(NodeKind::kError, start);
}

// From an opening bracket to its partner.
void Parser::parse_arguments(std::string_view what, void (Parser::*parse_one)()) {
  const std::uint32_t open = position_;
  advance();
  if (!is_closed(open)) report_unclosed(open);
  ++brackets_;
  while (!is_closed(open) || position_ < closing_[open]) {
    (this->*parse_one)();
    if (at(TokenKind::kComma)) {
      advance();
      if (is_closed(open) && position_ == closing_[open]) {
        report(Code::kMissingOperand, previous().span(), fmt::format("{} is missing after the comma", what));
      }
    } else if (!parse_between_arguments(open)) {
      break;
    }
  }
  --brackets_;
  if (is_closed(open) && position_ == closing_[open]) advance();
}

// After an argument with no comma behind it: whether another argument follows.
bool Parser::parse_between_arguments(std::uint32_t open) {
  if (!is_closed(open) || position_ >= closing_[open]) return false;
  if (at_operand_start()) {
    Diagnostic* d =
        report(Code::kMissingComma, token().span(), fmt::format("expected a comma before {}", describe(token())));
    if (d) d->fix = Fix{"write the comma", {{place_after_previous(), ","}}};
    return true;
  }
  report_unexpected("a comma or the closing bracket");
  position_ = closing_[open];
  return false;
}

void Parser::parse_argument() {
  if (!at_named_argument()) return parse_expr();
  const Mark start = mark();
  while (!at(TokenKind::kColon)) advance();
  advance();
  const Mark value = mark();
  if (at(TokenKind::kDuration)) {
    check_duration(token());
    parse_literal();
  } else if (take(TokenKind::kStar)) {
    finish(NodeKind::kWildcard, value);
  } else {
    parse_expr();
  }
  finish(NodeKind::kNamedArgument, start);
}

bool Parser::at_named_argument() const {
  if (!at(TokenKind::kWord) || at_header()) return false;
  std::size_t ahead = 1;
  while (token(ahead).kind == TokenKind::kDot && token(ahead + 1).kind == TokenKind::kWord) ahead += 2;
  return token(ahead).kind == TokenKind::kColon;
}

// `2 of [a, b]`, `any of [a, b]` (language reference 6.5).
void Parser::parse_n_of() {
  const Mark start = mark();
  advance();
  advance();
  const Span words = span_from(start);
  outside_condition(words, "the choice");
  if (!at(TokenKind::kLeftBracket)) {
    report_unexpected("`[` after `of`");
    if (at(TokenKind::kLeftParen)) skip_balanced();
    return finish(NodeKind::kError, start);
  }
  if (!enter()) {
    skip_balanced();
    return finish(NodeKind::kError, start);
  }
  parse_arguments("an expression");
  leave();
  finish(NodeKind::kNOf, start);
}

}  // namespace yaral::syntax
