#include <fmt/format.h>

#include "syntax/parser.h"
#include "syntax/quote.h"

namespace yaral::syntax {

void Parser::parse_meta() {
  while (!at_section_end()) {
    if (at(TokenKind::kWord)) {
      parse_meta_entry();
      stray_ = false;
    } else {
      parse_stray("a meta entry such as `author = \"…\"`");
    }
  }
}

void Parser::parse_meta_entry() {
  const Mark start = mark();
  const Token key = token();
  advance();
  parse_meta_equals(key);
  parse_meta_value(key);
  finish(NodeKind::kMetaEntry, start);
}

void Parser::parse_meta_equals(const Token& key) {
  if (take(TokenKind::kEqual)) return;
  if (at(TokenKind::kColon)) {
    Diagnostic& d = note(Code::kBadMetaEntry, token().span(),
                         fmt::format("expected `=` after {}, found a colon", quote(text(key))));
    d.fix = Fix{"write `=`", {{token().span(), " ="}}};
    return advance();
  }
  if (at(TokenKind::kString) && !token().line_start) {
    Diagnostic& d =
        note(Code::kBadMetaEntry, place_after_previous(), fmt::format("expected `=` after {}", quote(text(key))));
    d.fix = Fix{"write `=`", {{{key.end, key.end}, " ="}}};
    return;
  }
  // A key of several words, or with a hyphen or a dot.
  while (!at_section_end() && !token().line_start && !at(TokenKind::kEqual)) advance();
  const Span words{key.begin, previous().end};
  const bool equals = at(TokenKind::kEqual) && !token().line_start;
  report(Code::kBadMetaEntry, words,
         equals ? fmt::format("{} is not one word", quote(source_.text(words)))
                : fmt::format("expected `=` and a string after {}", quote(text(key))));
  if (equals) advance();
}

void Parser::parse_meta_value(const Token& key) {
  const Token value = token();
  if (value.kind == TokenKind::kMultilineString) {
    note(Code::kLineBreakInMeta, value.span(),
         fmt::format("the value of {} goes over several lines", quote(text(key))));
    return advance();
  }
  if (value.kind == TokenKind::kString || value.kind == TokenKind::kUnterminated) return advance();
  if (value.line_start || at_section_end()) {
    report(Code::kBadMetaEntry, key.span(), fmt::format("the meta entry {} has no value", quote(text(key))));
    return;
  }
  const bool number = value.kind == TokenKind::kInt || value.kind == TokenKind::kFloat;
  const bool alone =
      token(1).line_start || token(1).kind == TokenKind::kRightBrace || token(1).kind == TokenKind::kEndOfFile;
  if (alone && (number || value.keyword == Keyword::kTrue || value.keyword == Keyword::kFalse)) {
    Diagnostic& d =
        note(Code::kMetaValueType, value.span(), fmt::format("the value of {} is not a string", quote(text(key))));
    d.fix = Fix{"put it in quotes", {{value.span(), fmt::format("\"{}\"", text(value))}}};
    return advance();
  }
  parse_unquoted_value();
}

// Everything up to the end of the line.
void Parser::parse_unquoted_value() {
  const Mark start = mark();
  do advance();
  while (!at_end() && !at(TokenKind::kRightBrace) && !token().line_start);
  const Span span = span_from(start);
  Diagnostic* d = report(Code::kUnquotedMetaValue, span, "meta values are strings in quotes");
  const std::string_view written = source_.text(span);
  const bool cut_by_comment = written.ends_with(':');  // https://… without quotes
  if (!d || cut_by_comment || written.find_first_of("\"`") != written.npos) return;
  d->fix = Fix{"put it in quotes", {{span, fmt::format("\"{}\"", escape(written))}}};
}

}  // namespace yaral::syntax
