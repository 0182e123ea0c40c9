#include "convert/template.h"

#include "base/text.h"

namespace yaral::convert {

std::string fill(std::string_view text, std::span<const std::string> arguments) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool place = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}';
    const std::size_t number = place ? static_cast<std::size_t>(text[i + 1] - '0') : arguments.size();
    if (number >= arguments.size()) {
      out += text[i];
      continue;
    }
    out += arguments[number];
    i += 2;
  }
  return out;
}

std::string indented(std::string_view text) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) out += (out.empty() ? "    " : "\n    ") + std::string(line);
  return out;
}

}  // namespace yaral::convert
