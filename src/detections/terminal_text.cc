#include "detections/terminal_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::detections {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Characters that would act on the terminal or hide what a text says.
constexpr std::array<Range, 12> kUnsafe = {{
    {0x00, 0x1F},
    {0x7F, 0x9F},
    {0xAD, 0xAD},
    {0x61C, 0x61C},
    {0x180E, 0x180E},
    {0x200B, 0x200F},
    {0x2028, 0x202E},
    {0x2060, 0x206F},
    {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB},
    {0xE0000, 0xE0FFF},
    {0xF0000, 0x10FFFF},
}};

constexpr std::array<Range, 12> kWide = {{
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1FAFF},
    {0x20000, 0x3FFFD},
}};

constexpr std::array<Range, 6> kCombining = {{
    {0x300, 0x36F},
    {0x483, 0x489},
    {0x591, 0x5BD},
    {0x1AB0, 0x1AFF},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
}};

template <std::size_t n>
bool in(const std::array<Range, n>& ranges, char32_t c) {
  const auto at = std::ranges::lower_bound(ranges, c, {}, &Range::last);
  return at != ranges.end() && at->first <= c;
}

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case '\t': out += "\\t"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    default: break;
  }
  const auto number = static_cast<std::uint32_t>(c);
  if (c < 0x80) {
    out += fmt::format("\\x{:02x}", number);
  } else if (c < 0x10000) {
    out += fmt::format("\\u{:04x}", number);
  } else {
    out += fmt::format("\\U{:08x}", number);
  }
}

std::string make_visible(std::string_view text, std::string_view keep) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint c = first_code_point(text);
    const std::string_view bytes = text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
    if (!c.valid) {
      for (const char byte : bytes) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    } else if (in(kUnsafe, c.value) && keep.find(bytes) == std::string_view::npos) {
      append_escaped(out, c.value);
    } else {
      out += bytes;
    }
  }
  return out;
}

std::size_t width_of(char32_t c) { return in(kCombining, c) ? 0 : in(kWide, c) ? 2 : 1; }

}  // namespace

std::string visible_text(std::string_view text) { return make_visible(text, {}); }

std::string visible_lines(std::string_view text) { return make_visible(text, "\t\r\n"); }

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint c = first_code_point(text);
    width += width_of(c.value);
    text.remove_prefix(c.bytes);
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (columns == 0 || display_width(text) <= columns) return std::string(text);
  std::size_t width = 1;  // of the ellipsis
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const CodePoint c = first_code_point(text.substr(bytes));
    if (width + width_of(c.value) > columns) break;
    width += width_of(c.value);
    bytes += c.bytes;
  }
  return std::string(text.substr(0, bytes)) + "…";
}

}  // namespace yaral::detections
