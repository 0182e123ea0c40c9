#include "convert/yaml_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::convert {

namespace {

// What YAML 1.1 or 1.2 takes for something other than text.
constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"};

bool is_letter(char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }

bool is_plain(std::string_view text) {
  if (text.empty() || !is_letter(text.front()) || text.back() == ' ') return false;
  const auto harmless = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || std::string_view("_-./|() ").find(c) != std::string_view::npos;
  };
  return std::ranges::all_of(text, harmless) && std::ranges::find(kWords, ascii_lower(text)) == std::end(kWords);
}

// Line ends of Unicode, marks of byte order and controls have to be escaped.
bool is_printable(char32_t point) {
  return (point >= 0x20 && point < 0x7f) ||
         (point >= 0xa0 && point != 0x2028 && point != 0x2029 && point != 0xfeff && point < 0xfff0) ||
         point == 0xfffd || point >= 0x10000;
}

std::string escaped(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    const std::string_view bytes = text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
    const auto value = static_cast<std::uint32_t>(point.value);
    if (value == '"' || value == '\\') {
      out += '\\';
      out += bytes;
    } else if (is_printable(point.value)) {
      append_utf8(out, point.value);
    } else {
      out += value <= 0xff ? fmt::format("\\x{:02x}", value) : fmt::format("\\u{:04x}", value);
    }
  }
  return out + '"';
}

}  // namespace

std::string yaml_quoted(std::string_view text) {
  std::string out = "'";
  for (std::string_view rest = text; !rest.empty();) {
    const CodePoint point = first_code_point(rest);
    if (!is_printable(point.value)) return escaped(text);
    if (point.value == '\'') out += '\'';
    append_utf8(out, point.value);
    rest.remove_prefix(point.bytes);
  }
  return out + '\'';
}

std::string yaml_text(std::string_view text) { return is_plain(text) ? std::string(text) : yaml_quoted(text); }

}  // namespace yaral::convert
