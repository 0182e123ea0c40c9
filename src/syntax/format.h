#pragma once

#include <optional>
#include <string>

#include "syntax/source.h"
#include "syntax/tree.h"

namespace yaral::syntax {

// A rule file in the one style of yaral (docs/usage.md, `fmt`): the same significant tokens in the same order, keywords
// in lower case, the same comments, other blanks. Commas and connectives go in front of the comments before them.
// Parsing must have found no errors. Takes time proportional to the text, and no more stack than the parser's limits
// allow. nullopt if the result has more bytes than a rule file may have.
std::optional<std::string> format(const Tree& tree, const Source& source);

// Where two files first say something different: another token (the case of keywords apart), another comment (blanks at
// the end of its lines apart), or another structure. A place in the first; nullopt if they say the same.
std::optional<Span> first_difference(const Tree& a, const Source& a_source, const Tree& b, const Source& b_source);

}  // namespace yaral::syntax
