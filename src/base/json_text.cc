#include "base/json_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace yaral {
namespace {

// What a byte needs: 0 nothing, 'x' a \u escape, 'u' a look at the UTF-8 sequence, else the letter after the backslash.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = 'x';
  for (std::size_t c = 0x80; c < 0x100; ++c) escapes[c] = 'u';
  escapes[0x7F] = 'x';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  return escapes;
}();

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;  // start of the run that needs nothing
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char escape = kEscapes[byte];
    if (escape == 0) {
      ++i;
      continue;
    }
    const CodePoint c = escape == 'u' ? first_code_point(text.substr(i)) : CodePoint{byte, 1, true};
    if (escape == 'u' && c.valid) {
      i += c.bytes;
      continue;
    }
    out.append(text.substr(plain, i - plain));
    if (escape == 'u') {
      append_utf8(out, c.value);
    } else if (escape == 'x') {
      out += "\\u00";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 0xF];
    } else {
      out += '\\';
      out += escape;
    }
    i += c.bytes;
    plain = i;
  }
  out.append(text.substr(plain));
  out += '"';
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

void append_json_number(std::string& out, double number) {
  if (std::isnan(number)) {
    out += "\"NaN\"";
  } else if (std::isinf(number)) {
    out += number < 0 ? "\"-Infinity\"" : "\"Infinity\"";
  } else {
    std::array<char, 32> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
  }
}

}  // namespace yaral
