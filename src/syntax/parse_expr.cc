#include "syntax/parser.h"

namespace yaral::syntax {

// Each function writes exactly one node, of kind kError (perhaps of no length) when there was nothing to parse.

void Parser::parse_or() {
  const Mark start = mark();
  parse_and();
  if (!at(Keyword::kOr)) return;
  while (take(Keyword::kOr)) parse_and();
  finish(NodeKind::kOr, start);
}

void Parser::parse_and() {
  const Mark start = mark();
  parse_not();
  if (!at(Keyword::kAnd)) return;
  while (take(Keyword::kAnd)) parse_not();
  finish(NodeKind::kAnd, start);
}

void Parser::parse_not() {
  const bool bang = at(TokenKind::kBang) && !at_absent();
  if (!at(Keyword::kNot) && !bang) return parse_comparison();
  const Mark start = mark();
  if (bang) {
    Diagnostic& d = note(Code::kBangNot, token().span(), "`!` is written `not`");
    d.fix = Fix{"write `not`", {{token().span(), "not "}}};
  }
  if (!enter()) {
    while (take(Keyword::kNot) || take(TokenKind::kBang)) {
    }
    return finish(NodeKind::kError, start);
  }
  advance();
  parse_not();
  leave();
  finish(NodeKind::kNot, start);
}

void Parser::parse_sum() {
  const Mark start = mark();
  parse_product();
  while (at(TokenKind::kPlus) || at(TokenKind::kMinus)) {
    advance();
    parse_product();
    finish(NodeKind::kArithmetic, start);
  }
}

void Parser::parse_product() {
  const Mark start = mark();
  parse_sign();
  while (at(TokenKind::kStar) || at(TokenKind::kSlash) || at(TokenKind::kPercent)) {
    advance();
    parse_sign();
    finish(NodeKind::kArithmetic, start);
  }
}

// Only a number can have a sign (language reference 1.4).
void Parser::parse_sign() {
  if (!at(TokenKind::kMinus)) return parse_operand();
  const Mark start = mark();
  const Token minus = token();
  advance();
  if (!at(TokenKind::kInt) && !at(TokenKind::kFloat) && at_operand_start()) {
    Diagnostic* d = report(Code::kUnexpectedToken, minus.span(), "a minus sign can stand only before a number");
    if (d) d->fix = Fix{"write `0 -`", {{minus.span(), "0 - "}}};
  }
  parse_operand();
  finish(NodeKind::kNegate, start);
}

}  // namespace yaral::syntax
