#pragma once

#include <vector>

#include "syntax/diagnostic.h"
#include "syntax/source.h"
#include "syntax/token.h"

namespace yaral::syntax {

// Cuts a source into tokens, trivia included, ending with one kEndOfFile of no length: the texts of the tokens, joined,
// are the source. Mistakes of spelling (literals without an end, operators of other languages, characters that
// mean nothing) are reported here; where the intention is clear the token gets the kind that was meant. A file that is
// no text becomes a single kNotText token and one error.
std::vector<Token> lex(const Source& source, Diagnostics& diagnostics);

// The largest rule file that is read.
inline constexpr std::size_t kMaxSourceBytes = std::size_t{8} << 20;

// Whether a source is UTF-8 text of a bearable size; reports the reason if it is not. Bytes that are not UTF-8 are
// reported (once) but do not make it false.
bool check_is_text(const Source& source, Diagnostics& diagnostics);

}  // namespace yaral::syntax
