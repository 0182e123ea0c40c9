#pragma once

#include <memory>
#include <string_view>

#include <re2/re2.h>

namespace yaral::functions {

// The one way a pattern of a rule or list becomes a regex: RE2's default syntax, UTF-8, at most 16 MiB of automaton, quiet.
// Check ok() and error(). Checker and runtime share it, so that what passes the check also runs.
std::unique_ptr<re2::RE2> compile_regex(std::string_view pattern, bool nocase);

inline re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace yaral::functions
