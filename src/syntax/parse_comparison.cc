#include <fmt/format.h>

#include "syntax/operator_words.h"
#include "syntax/parser.h"
#include "syntax/quote.h"

namespace yaral::syntax {
namespace {

// `a op b` is `b mirrored(op) a`.
std::string_view mirrored(TokenKind op) {
  switch (op) {
    case TokenKind::kLess: return ">";
    case TokenKind::kLessEqual: return ">=";
    case TokenKind::kGreater: return "<";
    case TokenKind::kGreaterEqual: return "<=";
    case TokenKind::kNotEqual: return "!=";
    default: return "=";
  }
}

}  // namespace

bool Parser::at_comparison_operator() const {
  return token().kind >= TokenKind::kEqual && token().kind <= TokenKind::kGreaterEqual;
}

void Parser::parse_comparison() {
  const Mark start = mark();
  parse_sum();
  if (at(Keyword::kNocase)) {
    const TokenKind next = token(1).kind;
    const bool operator_follows = next >= TokenKind::kEqual && next <= TokenKind::kGreaterEqual && !token(1).line_start;
    if (last_kind() == NodeKind::kCall && !operator_follows) {
      take_nocase();
      return finish(NodeKind::kNocaseCall, start);
    }
    misplaced_nocase(last_kind() == NodeKind::kParen ? "write it after each comparison within the parentheses"
                                                     : "write it at the very end of the comparison or call");
  }
  if (at_comparison_operator()) return parse_compare(start);
  if (at(Keyword::kIn) || (at(Keyword::kNot) && token(1).keyword == Keyword::kIn)) return parse_in(start);
  if (at(Keyword::kIs)) return parse_is_null(start);
  if (at(TokenKind::kWord) && !token().line_start && !function_for_operator_word(text(token())).empty())
    parse_operator_word(start);
}

void Parser::parse_compare(Mark start) {
  const Span left = span_from(start);
  const Token op = token();
  advance();
  if (parse_null_operand(op)) return finish(NodeKind::kError, start);
  const bool right_on_new_line = token().line_start;
  const Mark right = mark();
  parse_sum();
  warn_parenthesis_first(start, left, op, span_from(right));
  take_nocase();
  if (at_comparison_operator()) return parse_chained(start, op, right_on_new_line);
  finish(NodeKind::kCompare, start);
}

// SecOps takes a parenthesis at the begin of a predicate for a group (language reference 1.7).
void Parser::warn_parenthesis_first(Mark start, Span left, const Token& op, Span right) {
  const bool parenthesis = tokens_[significant_[start.position]].kind == TokenKind::kLeftParen;
  if (section_ != SectionKind::kEvents || brackets_ > 0 || !parenthesis) return;
  Diagnostic& d = note(Code::kParenthesisFirst, left, "SecOps refuses a comparison that begins with a parenthesis");
  if (right.empty() || source_.text(right).starts_with('(')) return;
  d.fix = Fix{"exchange the sides",
              {{left, std::string(source_.text(right))},
               {op.span(), std::string(mirrored(op.kind))},
               {right, std::string(source_.text(left))}}};
}

bool Parser::parse_null_operand(const Token& op) {
  if (!at(Keyword::kNull)) return false;
  const Span span = cover(op.span(), token().span());
  Diagnostic& d = note(Code::kCompareNull, span, "null is not compared with an operator");
  const bool negated = op.kind == TokenKind::kNotEqual;
  if (negated || op.kind == TokenKind::kEqual) {
    const std::string right = negated ? "is not null" : "is null";
    d.fix = Fix{"write " + quote(right), {{span, right}}};
  }
  advance();
  return true;
}

void Parser::parse_chained(Mark start, const Token& op, bool right_on_new_line) {
  if (right_on_new_line) {
    // $e.a =
    // $e.b = "x"
    report(Code::kMissingOperand, op.span(), fmt::format("nothing follows {} on its line", quote(text(op))));
  } else if (token().line_start) {
    report(Code::kMissingOperand, token().span(), fmt::format("nothing stands before {}", describe(token())));
  } else {
    Diagnostic* d = report(Code::kChainedComparison, token().span(), "comparisons cannot be chained");
    if (d) d->others.push_back({op.span(), "the first comparison"});
    if (d) d->help = "write two comparisons joined by `and`";
  }
  while (at_comparison_operator()) {
    advance();
    parse_sum();
    take_nocase();
  }
  finish(NodeKind::kError, start);
}

void Parser::parse_in(Mark start) {
  const Span operand = span_from(start);
  const Token negation = token();
  if (take(Keyword::kNot)) {
    Diagnostic& d =
        note(Code::kNotIn, cover(negation.span(), token().span()), "SecOps knows `not` only before the operand");
    d.fix = Fix{"write `not` first", {{{operand.begin, operand.begin}, "not "}, {{negation.begin, token().begin}, ""}}};
  }
  const Token in = token();
  advance();
  if (at(Keyword::kRegexWord) || at(Keyword::kCidr)) advance();
  parse_list_operand(in);
  take_nocase();
  finish(NodeKind::kIn, start);
}

void Parser::parse_list_operand(const Token& in) {
  if (at(TokenKind::kListName)) return parse_list_name();
  const Mark start = mark();
  if (at(TokenKind::kLeftParen) || at(TokenKind::kLeftBracket)) {
    const bool closed = is_closed(position_);
    skip_balanced();
    while (!closed && !token().line_start && !at_section_end()) advance();
    Diagnostic* d = report(Code::kArrayLiteral, span_from(start), "a list cannot be written out here");
    if (d)
      d->help =
          "name a reference list (`in %name`), use a regular expression (`= /^(a|b)$/`), or join comparisons with `or`";
    return finish(NodeKind::kError, start);
  }
  Diagnostic* d =
      report(Code::kMissingList, token().line_start ? in.span() : token().span(),
             fmt::format("expected a list such as `%name` after {}, found {}", quote(text(in)), describe(token())));
  const bool word = at(TokenKind::kWord) && !token().line_start;
  if (word && token(1).kind == TokenKind::kPercent && token(2).kind == TokenKind::kWord) {  // `in regexp %list`
    if (d) d->help = "lists are looked up by `in`, `in regex` and `in cidr`";
    for (int i = 0; i < 3; ++i) advance();
    return finish(NodeKind::kError, start);
  }
  if (d && word) d->fix = Fix{"write `%`", {{{token().begin, token().begin}, "%"}}};
  if (word || (at_operand_start() && !token().line_start)) return parse_operand();
  finish(NodeKind::kError, start);
}

void Parser::parse_is_null(Mark start) {
  advance();
  take(Keyword::kNot);
  if (!take(Keyword::kNull)) report_unexpected("`null` after `is`");
  if (at(Keyword::kNocase)) misplaced_nocase("a test for null has no case");
  finish(NodeKind::kIsNull, start);
}

void Parser::parse_operator_word(Mark start) {
  const Span left = span_from(start);
  const Token word = token();
  const std::string_view function = function_for_operator_word(text(word));
  advance();
  const Mark right = mark();
  const bool operand = at_operand_start() && !token().line_start;
  if (operand) parse_sum();
  Diagnostic& d =
      note(Code::kUnknownOperatorWord, word.span(), fmt::format("{} is not an operator", quote(text(word))));
  if (!operand || last_kind() == NodeKind::kError) {
    d.help = fmt::format("call `{}`", function);
  } else {
    const std::string call = fmt::format("{}({}, {})", function, source_.text(left), source_.text(span_from(right)));
    d.fix = Fix{fmt::format("call `{}`", function), {{cover(left, span_from(right)), call}}};
  }
  take_nocase();
  finish(NodeKind::kError, start);
}

// `nocase` where it may stand; a second one is one too many.
void Parser::take_nocase() {
  if (!take(Keyword::kNocase)) return;
  while (at(Keyword::kNocase)) misplaced_nocase("once is enough");
}

void Parser::misplaced_nocase(std::string_view help) {
  const bool after_mistake = reported_at_ == position_;
  if (after_mistake) return advance();
  Diagnostic& d =
      note(Code::kMisplacedNocase, token().span(), fmt::format("{} cannot stand here", quote(text(token()))));
  d.help = help;
  advance();
}

}  // namespace yaral::syntax
