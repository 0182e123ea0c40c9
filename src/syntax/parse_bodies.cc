#include <fmt/format.h>

#include "syntax/parser.h"
#include "syntax/quote.h"

namespace yaral::syntax {

void Parser::parse_events() {
  while (!at_section_end()) {
    if (at_operand_start() || at(Keyword::kNot) || at(TokenKind::kBang)) {
      parse_expr();
      stray_ = false;
    } else {
      parse_stray("a predicate such as `$e.metadata.event_type = \"…\"`");
    }
  }
}

void Parser::parse_outcome() {
  while (!at_section_end()) {
    if (at(TokenKind::kVariable)) {
      parse_assignment();
      stray_ = false;
    } else if (at(TokenKind::kWord) && token(1).kind == TokenKind::kEqual) {
      Diagnostic& d = note(Code::kMissingDollar, token().span(),
                           fmt::format("outcome variables are written with `$`, found {}", describe(token())));
      d.fix = Fix{"write `$`", {{{token().begin, token().begin}, "$"}}};
      parse_assignment();
    } else {
      parse_stray("an outcome such as `$risk_score = 35`");
    }
  }
}

void Parser::parse_assignment() {
  const Mark start = mark();
  const Token name = token();
  check_reserved(name, "variable");
  advance();
  if (at(TokenKind::kColon)) {
    Diagnostic& d = note(Code::kUnexpectedToken, token().span(),
                         fmt::format("expected `=` after {}, found a colon", quote(text(name))));
    d.fix = Fix{"write `=`", {{token().span(), token().begin == name.end ? " =" : "="}}};
    advance();
  } else if (!take(TokenKind::kEqual)) {
    report_unexpected(fmt::format("`=` after {}", quote(text(name))));
    while (!at_section_end() && !at_item_start()) skip_balanced();
    return finish(NodeKind::kError, start);
  }
  const bool next_assignment = at(TokenKind::kVariable) && token().line_start && token(1).kind == TokenKind::kEqual;
  if (next_assignment) {
    parse_missing_operand();
  } else {
    parse_expr();
  }
  finish(NodeKind::kAssignment, start);
}

void Parser::parse_condition() {
  bool first = true;
  while (!at_section_end()) {
    if (at(TokenKind::kComma)) {
      Diagnostic& d =
          note(Code::kMissingConnective, token().span(), "conditions are joined by `and` or `or`, not by a comma");
      d.fix = Fix{"write `and`", {{token().span(), " and"}}};
      advance();
      first = true;
    } else if (at_operand_start() || at(Keyword::kNot) || at(TokenKind::kBang)) {
      if (!first) {
        Diagnostic* d = report(Code::kExtraCondition, token().span(), "the condition before this one is complete");
        if (d) d->help = "join the two with `and` or `or`";
      }
      parse_expr();
      first = false;
    } else {
      parse_stray("a condition such as `$e`");
    }
  }
}

void Parser::parse_options() {
  while (!at_section_end()) {
    if (at(TokenKind::kWord)) {
      parse_option();
    } else {
      parse_stray("an option such as `allow_zero_values = true`");
    }
  }
}

void Parser::parse_option() {
  const Mark start = mark();
  const Token key = token();
  advance();
  if (!take(TokenKind::kEqual)) {
    report(Code::kNotAnOption, key.span(), fmt::format("expected `=` and a value after {}", quote(text(key))));
    while (!at_section_end() && !token().line_start) advance();
    return finish(NodeKind::kError, start);
  }
  if (at(TokenKind::kDuration)) {
    check_duration(token());
    parse_literal();
  } else {
    parse_expr();
  }
  finish(NodeKind::kOption, start);
}

}  // namespace yaral::syntax
