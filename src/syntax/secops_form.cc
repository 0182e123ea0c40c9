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

}  // namespace

Range range_of(const Source& source, Span span) { return {source.position(span.begin), source.position(span.end)}; }

std::string secops_message(const Source& source, const Diagnostic& d) {
  if (is_unterminated(d.code)) return "tokenizing: unable to tokenize: literal not terminated";
  const std::string_view code = info(d.code).code;
  if (!code.starts_with("YL0") && !code.starts_with("YL1")) return "semantic analysis: " + d.message;
  const Range range = range_of(source, d.primary.span);
  const std::uint32_t end = range.end.line == range.start.line ? range.end.column : range.start.column + 1;
  return fmt::format("parsing: error with token: \"{}\"\n{}\nline: {}\ncolumn: {}-{}",
                     token_text(source, d.primary.span), d.message, range.start.line, range.start.column, end);
}

}  // namespace yaral::syntax
