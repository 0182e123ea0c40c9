#pragma once

#include "semantics/binder.h"

namespace yaral::semantics {

enum class PatternUse : std::uint8_t {
  kTest,     // whether it matches
  kCapture,  // what it matches: at most one group (8.10)
  kReplace,
};

// Compiles a constant pattern as the engine will; reports what RE2 refuses, with its place, and patterns that are
// surely not what was meant. `ast` is a kString or kRegex.
bool check_pattern(Binder& b, const syntax::Expr& ast, PatternUse use, bool nocase);

// `operand` contains a match of `pattern`.
Expr make_match(Binder& b, Span span, Expr operand, std::string_view pattern, bool nocase);

}  // namespace yaral::semantics
