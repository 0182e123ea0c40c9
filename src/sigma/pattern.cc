#include "sigma/pattern.h"

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::sigma {

namespace {

void add_text(Pattern& pattern, std::string_view text) {
  if (text.empty()) return;
  if (pattern.empty() || pattern.back().kind != Piece::Kind::kText) pattern.push_back({Piece::Kind::kText, {}});
  pattern.back().text += text;
}

void add_wildcard(Pattern& pattern, Piece::Kind kind) {
  const bool again = kind == Piece::Kind::kAny && !pattern.empty() && pattern.back().kind == kind;
  if (!again) pattern.push_back({kind, {}});
}

bool is_word(char c) { return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

Pattern parse_pattern(std::string_view text) {
  Pattern pattern;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '\\' && (next == '*' || next == '?' || next == '\\')) {
      add_text(pattern, text.substr(++i, 1));
    } else if (text[i] == '*') {
      add_wildcard(pattern, Piece::Kind::kAny);
    } else if (text[i] == '?') {
      add_wildcard(pattern, Piece::Kind::kOne);
    } else {
      add_text(pattern, text.substr(i, 1));
    }
  }
  return pattern;
}

Pattern literal_pattern(std::string text) {
  Pattern pattern;
  add_text(pattern, text);
  return pattern;
}

std::optional<std::string> plain_text(const Pattern& pattern) {
  if (pattern.empty()) return std::string();
  if (pattern.size() > 1 || pattern.front().kind != Piece::Kind::kText) return std::nullopt;
  return pattern.front().text;
}

Pattern begins_anywhere(Pattern pattern) {
  if (pattern.empty() || pattern.front().kind != Piece::Kind::kAny)
    pattern.insert(pattern.begin(), {Piece::Kind::kAny, {}});
  return pattern;
}

Pattern ends_anywhere(Pattern pattern) {
  add_wildcard(pattern, Piece::Kind::kAny);
  return pattern;
}

Pattern with_dashes(const Pattern& pattern) {
  Pattern out;
  for (const Piece& piece : pattern) {
    if (piece.kind != Piece::Kind::kText) {
      add_wildcard(out, piece.kind);
      continue;
    }
    const std::string_view text = piece.text;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool sign = text[i] == '-' || text[i] == '/';
      const bool begins = (i == 0 || !is_word(text[i - 1])) && i + 1 < text.size() && is_word(text[i + 1]);
      if (sign && begins) {
        add_wildcard(out, Piece::Kind::kDash);
      } else {
        add_text(out, text.substr(i, 1));
      }
    }
  }
  return out;
}

std::string quote_regex(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || c == '`' || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      if (std::string_view("\\.+*?()|[]{}^$").contains(c)) out += '\\';
      out += c;
    }
  }
  return out;
}

Expression to_expression(const Pattern& pattern) {
  Expression out;
  std::size_t begin = 0;
  std::size_t end = pattern.size();
  if (begin < end && pattern[begin].kind == Piece::Kind::kAny) {
    out.at_start = false;
    ++begin;
  }
  if (begin < end && pattern[end - 1].kind == Piece::Kind::kAny) {
    out.at_end = false;
    --end;
  } else if (begin == end && !out.at_start) {
    out.at_end = false;
  }
  for (std::size_t i = begin; i < end; ++i) {
    switch (pattern[i].kind) {
      case Piece::Kind::kText: out.body += quote_regex(pattern[i].text); break;
      case Piece::Kind::kAny: out.body += "(?s:.*)"; break;
      case Piece::Kind::kOne: out.body += "(?s:.)"; break;
      case Piece::Kind::kDash: out.body += "[-/\xE2\x80\x93\xE2\x80\x94\xE2\x80\x95]"; break;
    }
  }
  return out;
}

namespace {

bool same(std::string_view a, std::string_view b, bool cased) { return cased ? a == b : ascii_equal_nocase(a, b); }

}  // namespace

// Greedy with one point of return, as for globs: time is at most the product of both lengths.
bool matches(const Pattern& pattern, std::string_view text, bool cased) {
  std::size_t piece = 0;
  std::size_t at = 0;
  std::size_t star = pattern.size();
  std::size_t retry = 0;
  while (true) {
    if (piece == pattern.size() && at == text.size()) return true;
    if (piece < pattern.size()) {
      const Piece& p = pattern[piece];
      if (p.kind == Piece::Kind::kAny) {
        star = piece++;
        retry = at;
        continue;
      }
      if (p.kind == Piece::Kind::kText && same(text.substr(at, p.text.size()), p.text, cased)) {
        at += p.text.size();
        ++piece;
        continue;
      }
      if (p.kind != Piece::Kind::kText && at < text.size()) {
        ++at;
        ++piece;
        continue;
      }
    }
    if (star == pattern.size() || retry >= text.size()) return false;
    piece = star + 1;
    at = ++retry;
  }
}

}  // namespace yaral::sigma
