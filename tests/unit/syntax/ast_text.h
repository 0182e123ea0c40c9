#pragma once

#include <string>

#include "syntax/ast.h"

namespace yaral::syntax {

// An expression as a short S-expression, for tests: `(and (= $e.a.b "x" nocase) (not (f $x 5)))`.
std::string ast_text(const Expr& expr);

}  // namespace yaral::syntax
