#include "attack/id_scanner.h"

#include <algorithm>

namespace yaral::attack {

namespace {

constexpr std::size_t kIdDigits = 4;
constexpr std::size_t kSubDigits = 3;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_digit(c) || is_letter(c) || c == '_'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

// Where a `T` or `TA` with a digit behind it ends, 0 when there is none at this place.
std::size_t prefix_length(std::string_view text) {
  if (text.empty() || (text[0] != 'T' && text[0] != 't')) return 0;
  const std::size_t length = text.size() > 1 && (text[1] == 'A' || text[1] == 'a') ? 2 : 1;
  return digits_at(text, length) > 0 ? length : 0;
}

std::size_t word_end(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() &&
         (is_word(text[end]) || (text[end] == '.' && end + 1 < text.size() && is_word(text[end + 1]))))
    ++end;
  return end;
}

// Reads the id that a text begins with and moves `at` behind it.
IdToken read_id(std::string_view text, std::size_t prefix, std::size_t& at) {
  IdToken token{.tactic = prefix == 2};
  std::size_t end = prefix + digits_at(text, prefix);
  bool good = end - prefix == kIdDigits;
  std::string id(text.substr(0, end));
  const bool more = end < text.size() && (text[end] == '.' || text[end] == '/');
  const std::size_t sub = good && more && !token.tactic ? digits_at(text, end + 1) : 0;
  if (sub == kSubDigits) {
    id += '.';
    id += text.substr(end + 1, sub);
    end += 1 + sub;
  } else if (sub > 0 && text[end] == '.') {
    good = false;
  }
  good = good && (end == text.size() || !is_word(text[end]) || text[end] == '_');
  if (!good) {
    end = word_end(text);
    id = std::string(text.substr(0, end));
  }
  at += end;
  if (good)
    for (char& c : id)
      if (is_letter(c)) c = static_cast<char>(c & ~0x20);
  token.id = std::move(id);
  token.well_formed = good;
  return token;
}

}  // namespace

std::vector<IdToken> scan_ids(std::string_view text) {
  std::vector<IdToken> ids;
  std::size_t at = 0;
  while (at < text.size()) {
    const bool inside_word = at > 0 && (is_digit(text[at - 1]) || is_letter(text[at - 1]));
    const std::size_t prefix = inside_word ? 0 : prefix_length(text.substr(at));
    if (prefix > 0)
      ids.push_back(read_id(text.substr(at), prefix, at));
    else
      ++at;
  }
  return ids;
}

}  // namespace yaral::attack
