#pragma once

#include <cstdint>
#include <string_view>

#include "syntax/source.h"

namespace yaral::syntax {

enum class TokenKind : std::uint8_t {
#define YARAL_TOKEN(id, description) id,
#include "syntax/tokens.def"
#undef YARAL_TOKEN
};

enum class Keyword : std::uint8_t {
#define YARAL_KEYWORD(id, spelling, reservation) id,
#include "syntax/keywords.def"
#undef YARAL_KEYWORD
};

// Whether a variable or rule may bear a keyword's name (language reference 1.3).
enum class Reservation : std::uint8_t {
  kFree,
  kLater,     // reserved by later versions of SecOps, harmless here
  kReserved,  // never
};

struct Token {
  TokenKind kind = TokenKind::kEndOfFile;
  Keyword keyword = Keyword::kNone;  // of a kWord
  bool line_start = false;           // nothing but trivia stands before it on its line
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  Span span() const { return {begin, end}; }
};

inline bool is_trivia(TokenKind kind) { return kind <= TokenKind::kByteOrderMark; }

// The keyword a word spells, in any case; kNone for all other words.
Keyword find_keyword(std::string_view word);
Reservation reservation(Keyword keyword);
std::string_view spelling(Keyword keyword);

// What messages call a kind: "`(`", "string".
std::string_view token_description(TokenKind kind);

}  // namespace yaral::syntax
