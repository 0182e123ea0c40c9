#include "syntax/quote.h"

#include "syntax/utf8.h"

namespace yaral::syntax {
namespace {

constexpr std::size_t kQuotedCharacters = 40;

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = decode_utf8(text, i);
    if (c.code == '\n' || c.code == '\r' || c.code == '\t') {
      out += ' ';
    } else if (!c.valid || is_invisible(c.code)) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(i, c.size);
    }
    i += c.size;
  }
  return out;
}

std::string quote(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t characters = 0; end < text.size() && characters < kQuotedCharacters; ++characters) {
    end += decode_utf8(text, end).size;
  }
  return "`" + printable(text.substr(0, end)) + (end < text.size() ? "…`" : "`");
}

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace yaral::syntax
