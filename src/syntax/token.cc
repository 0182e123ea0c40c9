#include "syntax/token.h"

#include <array>

namespace yaral::syntax {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(TokenKind::kEndOfFile) + 1> kDescriptions{
#define YARAL_TOKEN(id, description) description,
#define YARAL_PUNCTUATION(id, description) "`" description "`",
#include "syntax/tokens.def"
#undef YARAL_TOKEN
};

struct KeywordRow {
  std::string_view spelling;
  Reservation reservation;
};

constexpr std::array kKeywords{
#define YARAL_KEYWORD(id, spelling, reservation) KeywordRow{spelling, Reservation::reservation},
#include "syntax/keywords.def"
#undef YARAL_KEYWORD
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view word, std::string_view keyword) {
  if (word.size() != keyword.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(word[i]) != keyword[i]) return false;
  }
  return true;
}

}  // namespace

Keyword find_keyword(std::string_view word) {
  for (std::size_t i = 1; i < kKeywords.size(); ++i) {
    if (equal_ignoring_case(word, kKeywords[i].spelling)) return static_cast<Keyword>(i);
  }
  return Keyword::kNone;
}

Reservation reservation(Keyword keyword) { return kKeywords[static_cast<std::size_t>(keyword)].reservation; }

std::string_view spelling(Keyword keyword) { return kKeywords[static_cast<std::size_t>(keyword)].spelling; }

std::string_view token_description(TokenKind kind) { return kDescriptions[static_cast<std::size_t>(kind)]; }

}  // namespace yaral::syntax
