#include "syntax/literals.h"

#include <fmt/format.h>

#include "syntax/quote.h"
#include "syntax/utf8.h"

namespace yaral::syntax {
namespace {

// What `\c` means within double quotes; '\0' if it means nothing.
char escaped(char c) {
  switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case '\\':
    case '"': return c;
    default: return '\0';
  }
}

}  // namespace

std::string decode_string(const Source& source, Span token, Diagnostics& diagnostics) {
  const std::string_view written = source.text(token);
  const std::uint32_t quote_size = decode_utf8(written, 0).size;  // typographic quotes have several bytes
  std::size_t last = written.size() - 1;
  while (last > 0 && (static_cast<unsigned char>(written[last]) & 0xC0) == 0x80) --last;
  const std::string_view inner = written.substr(quote_size, last - quote_size);
  if (written[0] != '"') return std::string(inner);

  std::string text;
  std::string_view first_unknown;
  Span first_place;
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\' || i + 1 == inner.size()) {
      text += inner[i];
      continue;
    }
    if (const char meaning = escaped(inner[i + 1]); meaning != '\0') {
      text += meaning;
      ++i;
      continue;
    }
    text += '\\';
    const auto begin = static_cast<std::uint32_t>(token.begin + quote_size + i);
    if (edits.empty()) {
      first_unknown = inner.substr(i, 1 + decode_utf8(inner, i + 1).size);
      first_place = {begin, static_cast<std::uint32_t>(begin + first_unknown.size())};
    }
    edits.push_back({{begin, begin + 1}, "\\\\"});
  }
  if (edits.empty()) return text;
  Diagnostic& d =
      diagnostics.report(Code::kUnknownEscape, first_place,
                         fmt::format("{} is not an escape, so the backslash stands for itself", quote(first_unknown)));
  d.fix = Fix{"double the backslash", std::move(edits)};
  return text;
}

std::string decode_regex(std::string_view written) {
  const std::string_view inner = written.substr(1, written.size() - 2);
  std::string pattern;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '\\' && i + 1 < inner.size()) {
      if (inner[i + 1] != '/') pattern += '\\';
      ++i;
    }
    pattern += inner[i];
  }
  return pattern;
}

}  // namespace yaral::syntax
