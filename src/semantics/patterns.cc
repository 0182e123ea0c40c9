#include "semantics/patterns.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "functions/signatures/regex.h"

namespace yaral::semantics {

namespace {

struct Hint {
  std::string_view fragment;  // how the part that RE2 refuses begins
  std::string_view help;
};

constexpr Hint kHints[] = {
    {"(?=", "RE2 has no look-ahead: match the two parts with two predicates"},
    {"(?!", "RE2 has no look-ahead: match what must be absent with a predicate of its own, `not re.regex(…)`"},
    {"(?<=",
     "RE2 has no look-behind: match what stands before as part of the pattern, or use `re.capture` with a group"},
    {"(?<!", "RE2 has no look-behind: match what must be absent with a predicate of its own, `not re.regex(…)`"},
    {"(?>", "RE2 has no atomic groups and does not need them: write `(?:`"},
    {"(?<", "write named groups as `(?P<name>…)`"},
    {"(?P=", "RE2 has no back-references"},
    {"\\k", "RE2 has no back-references"},
    {"\\u", "write Unicode characters as `\\x{…}`, for example `\\x{e9}` for `é`"},
    {"\\U", "in a pattern `\\U` means nothing: write two backslashes for a backslash, `\\\\Users`"},
    {"\\Z", "the end of the text is `\\z` or `$`"},
    {"\\G", "RE2 has no `\\G`"},
    {"\\R", "write a line break as `\\r?\\n`"},
    {"\\h", "write `[ \\t]`"},
    {"\\e", "write `\\x1b`"},
    {"\\K", "RE2 has no `\\K`: use `re.capture` with a group"},
    {"++", "RE2 has no possessive repetitions and does not need them: leave the second sign out"},
    {"*+", "RE2 has no possessive repetitions and does not need them: leave the second sign out"},
    {"?+", "RE2 has no possessive repetitions and does not need them: leave the second sign out"},
    {"**", "`*` once is enough; a star in the text is written `\\*`"},
};

std::string hint(const re2::RE2& regex) {
  const std::string& fragment = regex.error_arg();
  if (fragment.size() == 2 && fragment[0] == '\\' && fragment[1] >= '1' && fragment[1] <= '9')
    return "RE2 has no back-references";
  // RE2 names `(?<` for look-behind and named groups alike: what follows tells.
  const std::size_t at = fragment.empty() ? std::string::npos : regex.pattern().find(fragment);
  const std::string rest = at == std::string::npos ? fragment : regex.pattern().substr(at);
  for (const Hint& h : kHints)
    if (rest.starts_with(h.fragment)) return std::string(h.help);
  switch (regex.error_code()) {
    case re2::RE2::ErrorRepeatArgument:
      return "there is nothing before it to repeat: any text is `.*`, the sign itself is escaped by a backslash";
    case re2::RE2::ErrorMissingParen:
      return "a `(` is not closed, or a `)` too many; parentheses of the text are written `\\(`, `\\)`";
    case re2::RE2::ErrorMissingBracket: return "a `[` is not closed; a bracket of the text is written `\\[`";
    case re2::RE2::ErrorTrailingBackslash: return "a backslash of the text is written twice";
    case re2::RE2::ErrorRepeatSize: return "repetitions are at most 1000";
    case re2::RE2::ErrorPatternTooLarge: return "shorten the pattern, or repeat less";
    case re2::RE2::ErrorBadEscape: return "a backslash of the text is written twice";
    default: return "patterns are of RE2: https://github.com/google/re2/wiki/Syntax";
  }
}

// The part of a literal that RE2 complains about, or all of it.
Span place(const Binder& b, const syntax::Expr& ast, const std::string& fragment) {
  const std::string_view text = b.source.text(ast.span);
  const std::size_t at = fragment.empty() || fragment == ast.text ? std::string_view::npos : text.find(fragment);
  if (at == std::string_view::npos) return ast.span;
  const auto begin = static_cast<std::uint32_t>(ast.span.begin + at);
  return {begin, begin + static_cast<std::uint32_t>(fragment.size())};
}

// A pattern of letters, digits, some punctuation, `.`, `.*` and escaped punctuation that does not match the empty text. RE2 takes
// all of these, none has a group, and many rules are made of them: preparing RE2 for each takes much longer than this look.
bool is_plainly_good(std::string_view pattern) {
  constexpr std::string_view kPlain = " _-/,:;=@#%&~!'\"<>";
  constexpr std::string_view kEscaped = "\\.-/*+?()[]{}^$|";
  constexpr std::size_t kLongest = 256;
  const auto is_plain = [&](char c) {
    return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || kPlain.contains(c);
  };
  if (pattern.size() > kLongest) return false;
  if (pattern.starts_with("(?i)")) pattern.remove_prefix(4);
  bool needs_text = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char next = at + 1 < pattern.size() ? pattern[at + 1] : '\0';
    if (pattern[at] == '.' && next == '*') {
      ++at;
    } else if (pattern[at] == '\\' && kEscaped.contains(next)) {
      ++at;
      needs_text = true;
    } else if (pattern[at] == '.' || is_plain(pattern[at])) {
      needs_text = true;
    } else {
      return false;
    }
  }
  return needs_text;
}

bool matches_every_sample(const re2::RE2& regex) {
  constexpr std::string_view kTexts[] = {"\x01", "q7 Z~", "\n\n"};
  return std::ranges::all_of(
      kTexts, [&](std::string_view text) { return re2::RE2::PartialMatch(functions::piece(text), regex); });
}

}  // namespace

bool check_pattern(Binder& b, const syntax::Expr& ast, PatternUse use, bool nocase) {
  if (is_plainly_good(ast.text)) {
    b.patterns_needing_text.insert(&ast);
    return true;
  }
  const auto regex = functions::compile_regex(ast.text, nocase);
  if (!regex->ok()) {
    auto& diagnostic = report(b, Code::kBadRegex, place(b, ast, regex->error_arg()),
                              fmt::format("RE2 refuses this pattern: {}", regex->error()));
    diagnostic.help = hint(*regex);
    return false;
  }
  if (use == PatternUse::kCapture && regex->NumberOfCapturingGroups() > 1) {
    report(b, Code::kTooManyGroups, ast.span,
           fmt::format("the pattern has {} groups, but a capture gives one value", regex->NumberOfCapturingGroups()))
        .help = "write the groups that only group as `(?:…)`";
    return false;
  }
  const bool needs_text = !re2::RE2::PartialMatch("", *regex);
  if (needs_text) b.patterns_needing_text.insert(&ast);
  if (use == PatternUse::kTest && !needs_text && matches_every_sample(*regex)) {
    report(b, Code::kMatchesEverything, ast.span,
           fmt::format("the pattern {} matches every text, also the empty one", written(b, ast.span)))
        .help = "to ask for a value that is set, compare with `!= \"\"`";
  }
  return true;
}

Expr make_match(Binder& b, Span span, Expr operand, std::string_view pattern, bool nocase) {
  std::vector<Expr> args;
  args.push_back(std::move(operand));
  Expr e = make(Op::kRegex, type_of(BaseType::kBool), span, std::move(args));
  e.constant = Value::string(b.rule.constants->copy(pattern));
  e.nocase = nocase;
  return e;
}

}  // namespace yaral::semantics
