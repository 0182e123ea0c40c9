#include <fmt/format.h>

#include "syntax/lexer_rules.h"
#include "syntax/parser.h"
#include "syntax/quote.h"
#include "syntax/sections.h"

namespace yaral::syntax {
namespace {

// A name made of the letters, digits and underscores of what was written.
std::string word_from(std::string_view text) {
  std::string word;
  for (const char c : text) {
    if (c == '"' || c == '\'' || c == '`') continue;
    word += is_word_part(c) ? c : '_';
  }
  if (word.empty() || is_digit(word[0])) word.insert(0, "_");
  return word;
}

}  // namespace

void Parser::parse_file() {
  const Mark start = mark();
  while (!at_end()) {
    if (at(Keyword::kRule)) {
      parse_rule();
    } else {
      parse_outside();
    }
  }
  finish(NodeKind::kFile, start);
  written_.back().node.first_token = 0;
  written_.back().node.token_end = static_cast<std::uint32_t>(tokens_.size());
}

// What stands between rules, up to the next rule, with one message for all of it.
void Parser::parse_outside() {
  const Mark start = mark();
  const bool after_rule = position_ > 0;
  if (!take_classic_yara()) {
    report_outside(after_rule);
    do advance();
    while (!at_end() && !at_rule_start());
  }
  finish(NodeKind::kError, start);
}

void Parser::report_outside(bool after_rule) {
  const Token& t = token();
  if (t.kind == TokenKind::kNotText) return;  // reported by the lexer
  if (t.kind == TokenKind::kRightBrace) {
    Diagnostic* d = report(Code::kUnmatchedBracket, t.span(), "`}` closes no rule");
    if (d && after_rule && previous().kind == TokenKind::kRightBrace)
      d->others.push_back({previous().span(), "the rule before it ends here"});
    return;
  }
  const bool path = t.kind == TokenKind::kVariable || (t.kind == TokenKind::kWord && token(1).kind == TokenKind::kDot);
  const bool search = path || at_section() || at_stage();
  if (search && !after_rule) {
    Diagnostic* d = report(Code::kLooksLikeSearch, t.span(), "this looks like a search, not like a rule");
    if (d) d->help = "put it into a rule: `rule name { meta: events: … condition: $e }`, with `$e.` before each field";
    return;
  }
  Diagnostic* d = report(Code::kTextOutsideRule, t.span(), fmt::format("expected `rule`, found {}", describe(t)));
  if (!d) return;
  if (after_rule && previous().kind == TokenKind::kRightBrace) {
    d->others.push_back({previous().span(), "the rule before it ends here"});
  }
  if (at_section()) d->help = "the rule was closed too early; remove the brace before this section";
}

// `import "x"`, `include "x"`, `private rule`, `global rule`.
bool Parser::take_classic_yara() {
  if (!at(TokenKind::kWord)) return false;
  const std::string_view word = text(token());
  const bool import = (word == "import" || word == "include") && token(1).kind == TokenKind::kString;
  const bool modifier = (word == "private" || word == "global") && token(1).kind == TokenKind::kWord;
  if (!import && !modifier) return false;
  const Span removed = import ? cover(token().span(), token(1).span()) : Span{token().begin, token(1).begin};
  Diagnostic& d =
      note(Code::kClassicYara, token().span(), fmt::format("{} belongs to classic YARA, not to YARA-L", quote(word)));
  d.fix = Fix{"remove it", {{removed, ""}}};
  advance();
  if (import) advance();
  return true;
}

void Parser::parse_rule() {
  const Mark start = mark();
  reserved_seen_.fill(false);
  const Token keyword = token();
  advance();
  parse_rule_name();
  parse_rule_tags();
  const Token open = token();
  if (!take(TokenKind::kLeftBrace)) {
    Diagnostic* d = report(Code::kMissingBrace, place_after_previous(),
                           fmt::format("expected `{{` after the rule name, found {}", describe(token())));
    if (!at_header()) {
      while (!at_end() && !at_rule_start()) advance();
      return finish(NodeKind::kError, start);
    }
    if (d) d->fix = Fix{"open the rule with `{`", {{place_after_previous(), " {"}}};
  }
  parse_sections();
  const bool hidden = comment_hides_end();
  if (!take(TokenKind::kRightBrace) && !hidden)
    report_unclosed_rule(open.kind == TokenKind::kLeftBrace ? open : keyword);
  finish(NodeKind::kRule, start);
  if (hidden) written_.back().node.token_end = static_cast<std::uint32_t>(tokens_.size() - 1);
}

void Parser::report_unclosed_rule(const Token& begin) {
  Diagnostic* d = report(Code::kMissingBrace, begin.span(), "this rule is not closed");
  if (!d) return;
  d->help = at_end() ? "the file ends before its `}`" : "another rule begins before its `}`";
  if (!at_end()) d->others.push_back({token().span(), "the next rule"});
}

// Whether a comment that is not closed swallows the end of the file.
bool Parser::comment_hides_end() const {
  if (!at_end() || tokens_.size() < 2) return false;
  const Token& last = tokens_[tokens_.size() - 2];
  const bool closed = last.end - last.begin >= 4 && text(last).ends_with("*/");
  return last.kind == TokenKind::kBlockComment && !closed;
}

void Parser::parse_rule_name() {
  if (at_rule_start() && token().line_start) {
    report(Code::kBadRuleName, place_after_previous(), "the rule has no name");
    return;
  }
  const Token first = token();
  const bool word = first.kind == TokenKind::kWord;
  const bool more_words =
      token(1).kind == TokenKind::kWord && !token(1).line_start && section_of(token(1).keyword) == std::nullopt;
  if (word && !more_words &&
      (token(1).begin > first.end || token(1).kind == TokenKind::kLeftBrace || token(1).kind == TokenKind::kColon)) {
    check_reserved(first, "rule");
    return advance();
  }
  const Mark start = mark();
  while (!at_end() && !at(TokenKind::kLeftBrace) && !at(TokenKind::kColon) &&
         (position_ == start.position || !token().line_start)) {
    advance();
  }
  const Span span = span_from(start);
  if (span.empty()) {
    report(Code::kBadRuleName, place_after_previous(), "the rule has no name");
    return;
  }
  Diagnostic* d =
      report(Code::kBadRuleName, span, fmt::format("{} cannot be the name of a rule", quote(source_.text(span))));
  if (!d) return;
  d->help = "a name is one word of letters, digits and `_`";
  d->fix = Fix{"name it " + quote(word_from(source_.text(span))), {{span, word_from(source_.text(span))}}};
}

void Parser::parse_rule_tags() {
  if (!at(TokenKind::kColon)) return;
  const Span name = previous().span();
  const Token colon = token();
  do advance();
  while (at(TokenKind::kWord) && !token().line_start);
  const Span tags{colon.begin, previous().end};
  Diagnostic& d = note(Code::kRuleTags, tags, "rules have no tags");
  d.fix = Fix{"remove them", {{{name.end, tags.end}, ""}}};
  d.help = "keep them in `meta`, for example `tags = \"…\"`";
}

}  // namespace yaral::syntax
