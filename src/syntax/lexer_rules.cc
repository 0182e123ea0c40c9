#include "syntax/lexer_rules.h"

#include <algorithm>

namespace yaral::syntax {
namespace {

// A string that is not closed within this many lines was never closed.
constexpr int kMaxStringLines = 30;

// Whether a line reads like a part of a rule: `key =`, `word:` alone, `$var…`, a brace.
bool looks_like_rule_text(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == line.npos) return false;
  line.remove_prefix(first);
  if (line[0] == '$' || line[0] == '{' || line[0] == '}') return true;
  const std::size_t word = word_length(line);
  const std::size_t next = line.find_first_not_of(" \t", word);
  if (word == 0) return false;
  if (next == line.npos) return false;
  const bool header = line[next] == ':' && find_keyword(line.substr(0, word)) != Keyword::kNone;
  return line[next] == '=' || header;
}

bool is_line_end(char c) { return c == '\r' || c == '\n'; }

// Where the character that `text` begins with stands again, from `from` on and on the same line; npos if it does not.
// Stops there, so that a line of many literals is not read to its end for each.
std::size_t find_close(std::string_view text, std::size_t from, bool escapes) {
  for (std::size_t i = from; i < text.size() && !is_line_end(text[i]); ++i) {
    if (text[i] == text[0]) return i;
    const bool escape = escapes && text[i] == '\\' && i + 1 < text.size() && !is_line_end(text[i + 1]);
    if (escape) ++i;
  }
  return text.npos;
}

bool only_comment_follows(std::string_view text) {
  const std::string_view rest = text.substr(0, trimmed_line_length(text));
  const std::size_t first = rest.find_first_not_of(" \t");
  return first == rest.npos || rest.substr(first).starts_with("//") || rest.substr(first).starts_with("/*");
}

bool is_operator_word(Keyword keyword) {
  switch (keyword) {
    case Keyword::kAnd:
    case Keyword::kOr:
    case Keyword::kNot:
    case Keyword::kIn:
    case Keyword::kRegexWord:
    case Keyword::kCidr:
    case Keyword::kOver:
    case Keyword::kBy:
    case Keyword::kAny:
    case Keyword::kAll: return true;
    default: return false;
  }
}

}  // namespace

std::size_t word_length(std::string_view text) {
  if (text.empty() || !is_word_start(text[0])) return 0;
  std::size_t size = 1;
  while (size < text.size() && is_word_part(text[size])) ++size;
  return size;
}

std::size_t line_length(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && !is_line_end(text[size])) ++size;
  return size;
}

std::size_t trimmed_line_length(std::string_view text) {
  std::size_t size = line_length(text);
  while (size > 1 && (text[size - 1] == ' ' || text[size - 1] == '\t')) --size;
  return size;
}

NumberShape number_shape(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  std::size_t size = 1;
  while (is_digit(at(size))) ++size;
  bool fraction = false;
  if (at(size) == '.' && is_digit(at(size + 1))) {
    fraction = true;
    ++size;
    while (is_digit(at(size))) ++size;
  }
  const bool dotted = fraction && at(size) == '.' && is_digit(at(size + 1));
  if (dotted || (fraction && is_word_start(at(size)))) {
    while (is_word_part(at(size)) || (at(size) == '.' && is_word_part(at(size + 1)))) ++size;
    if (at(size) == '/' && is_digit(at(size + 1))) {  // an address range
      ++size;
      while (is_digit(at(size))) ++size;
    }
    return {TokenKind::kBadNumber, size, dotted};
  }
  if (fraction) return {TokenKind::kFloat, size, false};
  if (!is_word_start(at(size))) return {TokenKind::kInt, size, false};
  while (is_word_part(at(size))) ++size;
  return {TokenKind::kDuration, size, false};
}

std::size_t literal_length(std::string_view text, bool escapes) {
  const std::size_t close = find_close(text, 1, escapes);
  return close == text.npos ? 0 : close + 1;
}

std::size_t multiline_string_length(std::string_view text) {
  std::size_t line_begin = line_length(text);
  for (int lines = 0; lines < kMaxStringLines && line_begin < text.size(); ++lines) {
    line_begin += text.substr(line_begin).starts_with("\r\n") ? 2 : 1;
    const std::size_t line_end = line_begin + line_length(text.substr(line_begin));
    if (looks_like_rule_text(text.substr(line_begin, line_end - line_begin))) return 0;
    const std::size_t close = find_close(text, line_begin, text[0] == '"');
    if (close != text.npos) return only_comment_follows(text.substr(close + 1)) ? close + 1 : 0;
    line_begin = line_end;
  }
  return 0;
}

bool ends_operand(const Token& token, TokenKind before) {
  switch (token.kind) {
    case TokenKind::kVariable:
    case TokenKind::kCountVariable:
    case TokenKind::kListName:
    case TokenKind::kString:
    case TokenKind::kMultilineString:
    case TokenKind::kUnterminated:
    case TokenKind::kRegex:
    case TokenKind::kInt:
    case TokenKind::kFloat:
    case TokenKind::kDuration:
    case TokenKind::kBadNumber:
    case TokenKind::kRightParen:
    case TokenKind::kRightBracket: return true;
    case TokenKind::kWord: return before == TokenKind::kDot || !is_operator_word(token.keyword);
    default: return false;
  }
}

std::string_view name_of_variable(std::string_view token_text) {
  return token_text.substr(token_text.find_first_not_of("$#% \t"));
}

bool begins_foreign_comment(std::string_view text) {
  if (text.starts_with("--")) return true;
  if (!text.starts_with('#')) return false;
  const std::string_view rest = text.substr(1, line_length(text) - 1);
  const std::size_t first = rest.find_first_not_of(" \t");
  if (first == rest.npos) return true;
  const std::size_t word = word_length(rest.substr(first));
  if (word == 0) return rest[first] != '$';
  if (first == 0) return false;
  const std::size_t next = rest.find_first_not_of(" \t", first + word);
  return next != rest.npos && is_word_start(rest[next]) &&
         !is_operator_word(find_keyword(rest.substr(next, word_length(rest.substr(next)))));
}

bool is_smart_quote(char32_t code) { return code >= 0x2018 && code <= 0x201F; }

}  // namespace yaral::syntax
