#include <fmt/format.h>

#include <array>

#include "syntax/parser.h"
#include "syntax/quote.h"
#include "syntax/sections.h"

namespace yaral::syntax {
namespace {

bool is_search_section(Keyword keyword) { return keyword >= Keyword::kDedup && keyword <= Keyword::kStage; }

}  // namespace

void Parser::parse_sections() {
  while (!at_end() && !at(TokenKind::kRightBrace) && !at_rule_start()) {
    if (const auto kind = at_section()) {
      parse_section(*kind);
    } else if (at_header_without_colon()) {
      parse_section(*section_of(token().keyword));
    } else if (at_stage() || (is_search_section(token().keyword) && token(1).kind == TokenKind::kColon)) {
      parse_search_section();
    } else if (at_unknown_header()) {
      parse_unknown_header();
    } else {
      const Mark start = mark();
      report_unexpected("a section such as `meta:` or `events:`");
      advance();
      skip_section();
      finish(NodeKind::kError, start);
    }
  }
}

// Within brackets a word and a colon are a named argument unless they begin a line.
std::optional<SectionKind> Parser::at_section() const {
  if (token(1).kind != TokenKind::kColon || (brackets_ > 0 && !token().line_start)) return std::nullopt;
  return section_of(token().keyword);
}

bool Parser::at_header() const {
  if (!at(TokenKind::kWord)) return false;
  if (at_section() || at_stage() || at_header_without_colon() || at_unknown_header()) return true;
  return is_search_section(token().keyword) && token(1).kind == TokenKind::kColon && brackets_ == 0;
}

bool Parser::at_header_without_colon() const {
  if (brackets_ > 0 || !token().line_start || !section_of(token().keyword)) return false;
  const Token& next = token(1);
  switch (next.kind) {
    case TokenKind::kWord:
    case TokenKind::kVariable:
    case TokenKind::kCountVariable:
    case TokenKind::kListName:
    case TokenKind::kBang:
    case TokenKind::kInt:
    case TokenKind::kLeftBrace:
    case TokenKind::kRightBrace:
    case TokenKind::kEndOfFile: return true;
    case TokenKind::kLeftParen: return next.line_start;
    default: return at_header_with_stray();
  }
}

// `events ) :`, or an open quotation mark in place of the colon: one thing too many between the name and its colon.
bool Parser::at_header_with_stray() const {
  const Token& stray = token(1);
  if (stray.line_start) return false;
  if (stray.kind == TokenKind::kUnterminated) return true;
  return token(2).kind == TokenKind::kColon && !token(2).line_start;
}

// `word:` at the begin of a line. In `meta`, `author: "x"` is an entry with the wrong sign.
bool Parser::at_unknown_header() const {
  if (brackets_ > 0 || !token().line_start || !at(TokenKind::kWord) || token(1).kind != TokenKind::kColon) return false;
  return section_ != SectionKind::kMeta || token(2).line_start || token(2).kind == TokenKind::kVariable;
}

bool Parser::at_stage() const {
  return at(Keyword::kStage) && token(1).kind == TokenKind::kWord && token(2).kind == TokenKind::kLeftBrace;
}

bool Parser::at_section_end() const { return at_end() || at(TokenKind::kRightBrace) || at_header() || at_rule_start(); }

void Parser::parse_section(SectionKind kind) {
  struct Body {
    NodeKind node;
    void (Parser::*parse)();
  };
  static constexpr std::array<Body, 8> kBodies{{
      {NodeKind::kMetaSection, &Parser::parse_meta},
      {NodeKind::kSetupSection, &Parser::parse_setup},
      {NodeKind::kEventsSection, &Parser::parse_events},
      {NodeKind::kMatchSection, &Parser::parse_match},
      {NodeKind::kOutcomeSection, &Parser::parse_outcome},
      {NodeKind::kConditionSection, &Parser::parse_condition},
      {NodeKind::kOptionsSection, &Parser::parse_options},
      {NodeKind::kExportSection, &Parser::parse_export},
  }};
  const Mark start = mark();
  section_ = kind;
  unclosed_ = stray_ = false;
  const bool braces = parse_header();
  const Body& body = kBodies[static_cast<std::size_t>(kind)];
  (this->*body.parse)();
  const bool own_brace =
      braces && at(TokenKind::kRightBrace) && (token(1).kind == TokenKind::kRightBrace || !ends_rule(1));
  if (own_brace) advance();
  finish(body.node, start);
}

// The name of a section and its colon. Whether there is a brace instead.
bool Parser::parse_header() {
  const Token header = token();
  const bool stray = at_header_with_stray();
  advance();
  if (stray) {
    report_unexpected(fmt::format("a colon after {}", quote(text(header))));
    advance();
    take(TokenKind::kColon);
    return false;
  }
  if (take(TokenKind::kColon)) return false;
  if (at(TokenKind::kLeftBrace)) {
    Diagnostic& d = note(Code::kBracedSection, token().span(),
                         fmt::format("the section {} takes a colon, not braces", quote(text(header))));
    d.help = "remove the closing brace as well";
    advance();
    return true;
  }
  Diagnostic& d =
      note(Code::kMissingColon, header.span(), fmt::format("expected a colon after {}", quote(text(header))));
  d.fix = Fix{"write the colon", {{{header.end, header.end}, ":"}}};
  return false;
}

// Whether a rule or the file ends behind the token, rather than going on with a section.
bool Parser::ends_rule(std::size_t ahead) const {
  const Token& next = token(ahead);
  return next.kind == TokenKind::kEndOfFile || next.keyword == Keyword::kRule || !section_of(next.keyword);
}

// A section whose name is nearly right is read as what was meant.
void Parser::parse_unknown_header() {
  const Mark start = mark();
  const Token header = token();
  const std::string_view name = text(header);
  const auto meant = similar_section(name);
  if (name == "strings") {
    note(Code::kClassicYara, header.span(), "`strings:` belongs to classic YARA, not to YARA-L").help =
        "YARA-L compares fields of events: `$e.target.file.full_path = /…/`";
  } else {
    Diagnostic& d = note(Code::kUnknownSection, header.span(), fmt::format("there is no section {}", quote(name)));
    if (meant)
      d.fix =
          Fix{fmt::format("write `{}`", section_name(*meant)), {{header.span(), std::string(section_name(*meant))}}};
    if (!meant) d.help = "the sections are meta, setup, events, match, outcome, condition, options and export";
  }
  if (meant) return parse_section(*meant);
  advance();
  advance();
  skip_section();
  finish(NodeKind::kUnknownSection, start);
}

void Parser::parse_search_section() {
  const Mark start = mark();
  const bool stage = at_stage();
  note(Code::kSearchSection, token().span(),
       fmt::format("{} exists in searches and dashboards only", quote(text(token()))))
      .help = stage ? "write one rule for each stage; a composite rule can read the detections of others"
                    : "remove this section; a rule reports every detection with all its match and outcome variables";
  advance();
  advance();
  if (stage) {
    int depth = 0;
    do {
      depth += at(TokenKind::kLeftBrace) ? 1 : at(TokenKind::kRightBrace) ? -1 : 0;
      advance();
    } while (depth > 0 && !at_end() && !at_rule_start());
  } else {
    skip_section();
  }
  finish(NodeKind::kUnknownSection, start);
}

// Something that can begin no item of a section.
void Parser::parse_stray(std::string_view expected) {
  const Mark start = mark();
  if (at(TokenKind::kRightParen) || at(TokenKind::kRightBracket)) {
    report(Code::kUnmatchedBracket, token().span(), fmt::format("{} closes nothing", token_description(token().kind)));
    advance();
    // What the bracket separated most likely belongs together.
    if (at(Keyword::kAnd) || at(Keyword::kOr)) advance();
    return finish(NodeKind::kError, start);
  }
  if (at_comparison_operator() && token().line_start && !stray_) {
    report(Code::kMissingOperand, token().span(), fmt::format("nothing stands before {}", describe(token())));
    stray_ = true;
  }
  if (at(TokenKind::kComma)) {
    Diagnostic* d = report(Code::kUnexpectedToken, token().span(), fmt::format("expected {}, found a comma", expected));
    if (d && token(1).line_start) d->fix = Fix{"remove the comma", {{token().span(), ""}}};
    const bool in_number = position_ > 0 && previous().kind == TokenKind::kInt && previous().end == token().begin &&
                           token(1).kind == TokenKind::kInt && token(1).begin == token().end;
    if (d && in_number) d->help = "numbers are written without separators: `1000000`";
    advance();
    return finish(NodeKind::kError, start);
  }
  if (!stray_) report_unexpected(expected);
  stray_ = true;
  const bool connective = at(Keyword::kAnd) || at(Keyword::kOr);
  advance();
  if (connective) return finish(NodeKind::kError, start);
  while (!at_section_end() && !at_item_start()) skip_balanced();
  finish(NodeKind::kError, start);
}

}  // namespace yaral::syntax
