#include "cli/wrap.h"

#include "base/text.h"

namespace yaral::cli {

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    std::size_t column = indent;
    out.append(indent, ' ');
    bool first = true;
    for (const std::string_view word : split(line, ' ')) {
      const std::size_t length = utf8_length(word);
      if (!first && width > 0 && column + 1 + length > width) {
        out += '\n';
        out.append(indent, ' ');
        column = indent;
      } else if (!first) {
        out += ' ';
        ++column;
      }
      out += word;
      column += length;
      first = false;
    }
    out += '\n';
  }
  return out;
}

}  // namespace yaral::cli
