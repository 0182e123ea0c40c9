#include "syntax/secops_form.h"

#include <fmt/format.h>

#include <algorithm>

#include "syntax/quote.h"

namespace yaral::syntax {
namespace {

constexpr std::size_t kMaxTokenBytes = 60;

bool is_unterminated(Code code) { return code == Code::kUnterminatedString || code == Code::kUnterminatedRegex; }

// The text a message of the parser names: the first line of the span, or the word where something is missing.
std::string token_text(const Source& source, Span span) {
  std::string_view text = span.empty() ? source.text().substr(span.begin) : source.text(span);
  text = text.substr(0, std::min(text.find_first_of(span.empty() ? " \t\r\n" : "\r\n"), kMaxTokenBytes));
  return printable(text);
}

// The name in a message such as "… the event variable `$e`".
std::string_view variable_in(std::string_view message) {
  const std::size_t begin = message.find("`$");
  if (begin == message.npos) return {};
  const std::string_view rest = message.substr(begin + 2);
  return rest.substr(0, rest.find('`'));
}

// Texts of SecOps that are known word for word (language reference 9.2); empty for all others.
std::string known_semantic_text(const Source& source, const Diagnostic& d) {
  switch (d.code) {
    case Code::kNotCovered:
      return fmt::format("event variable {} and its child variables not used in condition section",
                         variable_in(d.message));
    case Code::kUnbounded: return "Variable Not Bounded";
    case Code::kWindowKeyword:
      return d.message.find("in `events`") != std::string::npos
                 ? fmt::format("Invalid usage of {} in events", source.text(d.primary.span))
                 : fmt::format("Unknown Identifier: {}", source.text(d.primary.span));
    default: return {};
  }
}

std::string_view known_syntax_text(Code code) {
  switch (code) {
    case Code::kMissingBrace: return "expected }";
    case Code::kDoubleEquals:
    case Code::kForeignOperator:
    case Code::kUnknownOperatorWord:
    case Code::kParenthesisFirst: return "invalid operator in events predicate";
    default: return {};
  }
}

}  // namespace

Range range_of(const Source& source, Span span) { return {source.position(span.begin), source.position(span.end)}; }

std::string secops_message(const Source& source, const Diagnostic& d) {
  if (is_unterminated(d.code)) return "tokenizing: unable to tokenize: literal not terminated";
  const std::string_view code = info(d.code).code;
  if (!code.starts_with("YL0") && !code.starts_with("YL1")) {
    const std::string known = known_semantic_text(source, d);
    return "semantic analysis: " + (known.empty() ? d.message : known);
  }
  const Range range = range_of(source, d.primary.span);
  const std::uint32_t end = range.end.line == range.start.line ? range.end.column : range.start.column + 1;
  const std::string_view known = known_syntax_text(d.code);
  return fmt::format("parsing: error with token: \"{}\"\n{}\nline: {}\ncolumn: {}-{}",
                     token_text(source, d.primary.span), known.empty() ? d.message : known, range.start.line,
                     range.start.column, end);
}

}  // namespace yaral::syntax
