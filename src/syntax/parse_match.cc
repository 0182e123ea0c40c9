#include <fmt/format.h>

#include <array>

#include "base/time.h"
#include "syntax/lexer_rules.h"
#include "syntax/parser.h"
#include "syntax/quote.h"

namespace yaral::syntax {
namespace {

struct Unit {
  std::string_view written;
  std::string_view unit;
};

// Units of searches and of other tools (language reference 1.4), and what rules write.
constexpr std::array kUnits{
    Unit{"sec", "s"},  Unit{"secs", "s"},   Unit{"second", "s"},  Unit{"seconds", "s"}, Unit{"min", "m"},
    Unit{"mins", "m"}, Unit{"minute", "m"}, Unit{"minutes", "m"}, Unit{"hr", "h"},      Unit{"hrs", "h"},
    Unit{"hour", "h"}, Unit{"hours", "h"},  Unit{"day", "d"},     Unit{"days", "d"},    Unit{"S", "s"},
    Unit{"M", "m"},    Unit{"H", "h"},      Unit{"D", "d"},
};

std::string_view known_unit(std::string_view written) {
  for (const Unit& u : kUnits) {
    if (u.written == written) return u.unit;
  }
  return written == "s" || written == "m" || written == "h" || written == "d" ? written : std::string_view{};
}

}  // namespace

void Parser::parse_match() {
  bool any_key = false;
  while (!at_section_end() && !at(Keyword::kOver) && !at(Keyword::kBy) && !at(TokenKind::kDuration)) {
    const std::uint32_t before = position_;
    parse_match_key();
    any_key = true;
    if (position_ == before) {
      parse_stray("a match key such as `$host`");
    } else if (take(TokenKind::kComma)) {
      continue;
    } else if (!at(Keyword::kOver) && !at(Keyword::kBy) && take_foreign_window_word()) {
      return parse_window();
    } else if (at(TokenKind::kVariable)) {
      Diagnostic& d =
          note(Code::kMissingComma, token().span(), fmt::format("expected a comma before {}", describe(token())));
      d.fix = Fix{"write the comma", {{place_after_previous(), ","}}};
    }
  }
  if (at(Keyword::kOver) || at(Keyword::kBy) || at(TokenKind::kDuration)) {
    if (!any_key) report_unexpected("a match key such as `$host`");
    parse_window();
  } else if (any_key) {
    Diagnostic* d = report(Code::kMissingWindow, place_after_previous(), "this match has no window");
    if (d) d->help = "end it with a window such as `over 5m`; only searches can do without";
  }
  while (!at_section_end()) parse_stray("the next section");
}

void Parser::parse_match_key() {
  const Mark start = mark();
  const Token first = token();
  parse_operand();
  const NodeKind kind = last_kind();
  if (kind == NodeKind::kPath || kind == NodeKind::kVariable || kind == NodeKind::kError) return;
  if (kind != NodeKind::kBareWord) {
    report(Code::kBadMatchKey, span_from(start),
           fmt::format("{} cannot be a match key", quote(source_.text(span_from(start)))));
    return;
  }
  Diagnostic* d = report(Code::kMissingDollar, span_from(start),
                         fmt::format("match keys are placeholders, found {}", quote(source_.text(span_from(start)))));
  const bool dotted = previous().begin != first.begin;
  if (d && dotted) d->help = "bind the field in `events` (`$host = $e.principal.hostname`) and match on `$host`";
  if (d && !dotted) d->fix = Fix{"write `$`", {{{first.begin, first.begin}, "$"}}};
}

// `$user within 5m`, `$user in 5m`: the word is read as `over`.
bool Parser::take_foreign_window_word() {
  if (!at(TokenKind::kWord) || token(1).kind != TokenKind::kDuration) return false;
  Diagnostic& d =
      note(Code::kBadWindow, token().span(),
           fmt::format("expected `over` or `by` before {}, found {}", describe(token(1)), describe(token())));
  d.fix = Fix{"write `over`", {{token().span(), "over"}}};
  return true;
}

void Parser::parse_window() {
  const Mark start = mark();
  const bool tumbling = at(Keyword::kBy);
  if (at(TokenKind::kDuration)) {
    Diagnostic& d =
        note(Code::kBadWindow, token().span(), fmt::format("expected `over` or `by` before {}", describe(token())));
    d.fix = Fix{"write `over`", {{{token().begin, token().begin}, "over "}}};
  } else {
    advance();
  }
  if (at(Keyword::kEvery) || at(Keyword::kFirst)) {
    const Token word = token();
    while (!at_section_end()) advance();
    note(Code::kSearchWindow, word.span(),
         fmt::format("{} in a window exists in searches and dashboards only", quote(text(word))))
        .help = "write `by 1h` for blocks of time, `over 1h` for any hour";
    return finish(NodeKind::kWindow, start);
  }
  parse_window_size();
  if (at(Keyword::kBefore) || at(Keyword::kAfter)) parse_pivot(tumbling);
  finish(NodeKind::kWindow, start);
}

void Parser::parse_window_size() {
  const Token size = token();
  const Token next = token(1);
  if (size.kind == TokenKind::kDuration) {
    check_duration(size);
    return advance();
  }
  if (size.kind == TokenKind::kWord && !known_unit(text(size)).empty()) {
    note(Code::kSearchWindow, size.span(), fmt::format("the window {} has no number", quote(text(size)))).help =
        "rules need a number, as in `by 1h`";
    return advance();
  }
  if (size.kind == TokenKind::kInt) {
    const bool blank = next.kind == TokenKind::kWord && !next.line_start && !known_unit(text(next)).empty();
    Diagnostic& d = note(Code::kBadWindow, size.span(),
                         blank ? "number and unit of a window stand together" : "the window has no unit");
    if (blank)
      d.fix = Fix{"remove the blank",
                  {{cover(size.span(), next.span()), fmt::format("{}{}", text(size), known_unit(text(next)))}}};
    if (!blank) d.help = "units are `s`, `m`, `h` and `d`, as in `5m`";
    advance();
    if (blank) advance();
    return;
  }
  if (size.kind == TokenKind::kBadNumber) return advance();  // reported by the lexer
  Diagnostic* d = report(Code::kBadWindow, token().line_start ? place_after_previous() : size.span(),
                         fmt::format("expected a duration such as `5m`, found {}", describe(size)));
  const std::string_view inner = size.kind == TokenKind::kString ? text(size).substr(1, text(size).size() - 2) : "";
  if (d && parse_duration(inner)) d->fix = Fix{"remove the quotes", {{size.span(), std::string(inner)}}};
  if (!at_section_end() && !at(Keyword::kBefore) && !at(Keyword::kAfter)) advance();
}

void Parser::parse_pivot(bool tumbling) {
  const Token word = token();
  advance();
  if (tumbling) {
    note(Code::kBadWindow, word.span(), fmt::format("a window with `by` has no {}", quote(text(word)))).help =
        "write `over` for a window that begins or ends at an event";
  }
  if (at(TokenKind::kVariable)) {
    check_reserved(token(), "variable");
    return advance();
  }
  if (at(TokenKind::kWord) && !token().line_start) {
    Diagnostic& d = note(Code::kMissingDollar, token().span(),
                         fmt::format("expected an event variable, found {}", describe(token())));
    d.fix = Fix{"write `$`", {{{token().begin, token().begin}, "$"}}};
    return advance();
  }
  report(Code::kBadWindow, word.span(), fmt::format("expected an event variable after {}", quote(text(word))));
}

void Parser::check_duration(const Token& t) {
  const std::string_view written = text(t);
  if (parse_duration(written)) return;
  const std::string_view digits = written.substr(0, written.find_first_not_of("0123456789"));
  const std::string_view unit = written.substr(digits.size());
  if (unit == known_unit(unit) && !unit.empty()) {
    note(Code::kNumberTooLarge, t.span(), fmt::format("{} is too long a time", quote(written)));
    return;
  }
  Diagnostic& d = note(Code::kBadDurationUnit, t.span(), fmt::format("{} is no unit of time", quote(unit)));
  d.help = "the units are `s`, `m`, `h` and `d`";
  if (!known_unit(unit).empty()) {
    std::string right = fmt::format("{}{}", digits, known_unit(unit));
    d.fix = Fix{"write " + quote(right), {{t.span(), right}}};
  }
}

}  // namespace yaral::syntax
