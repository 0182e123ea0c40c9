#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yaral::plan {

// Literals in small letters, of ASCII, of at least kShortestLiteral bytes.
using LiteralClause = std::vector<std::string>;

inline constexpr std::size_t kShortestLiteral = 3;  // shorter ones stand in nearly every text

// What every text has that a pattern of RE2 matches: of each clause one literal, in whatever case of ASCII letters. Only for texts
// without letters beyond ASCII that are ASCII in another case. Empty when nothing is known.
std::vector<LiteralClause> needed_literals(std::string_view pattern);

}  // namespace yaral::plan
