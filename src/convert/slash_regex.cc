#include "convert/slash_regex.h"

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::convert {

namespace {

std::string code(char c) { return c == '\n' ? "\\n" : fmt::format("\\x{:02x}", static_cast<unsigned char>(c)); }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_ascii_control(c)) {
      out += code(c);
      continue;
    }
    if (std::string_view("\\^$.|?*+()[]{}/").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string slash_pattern(std::string_view text, LiteralUse use) {
  switch (use) {
    case LiteralUse::kWhole: return '^' + escaped(text) + '$';
    case LiteralUse::kContains: return escaped(text);
    case LiteralUse::kStartsWith: return '^' + escaped(text);
    case LiteralUse::kEndsWith: return escaped(text) + '$';
    case LiteralUse::kPattern: break;
  }
  return slash_body(text);
}

std::string slash_body(std::string_view pattern) {
  if (pattern.empty()) return "(?:)";  // `//` begins a comment
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      const char next = pattern[++i];
      out += is_ascii_control(next) ? code(next) : std::string("\\") + next;
    } else if (is_ascii_control(c)) {
      out += code(c);
    } else {
      out += c == '/' ? "\\/" : std::string(1, c);
    }
  }
  return out;
}

std::string flagged_regex(std::string_view pattern) {
  bool nocase = false;
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view flags : {"(?i-s)", "(?-s)", "(?i)"}) {
      if (!pattern.starts_with(flags)) continue;
      pattern.remove_prefix(flags.size());
      nocase |= flags.find('i') != std::string_view::npos;
      found = true;
    }
  }
  return fmt::format("/{}/{}", slash_body(pattern), nocase ? "i" : "");
}

}  // namespace yaral::convert
