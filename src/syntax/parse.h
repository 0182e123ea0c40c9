#pragma once

#include "syntax/ast.h"
#include "syntax/diagnostic.h"
#include "syntax/source.h"
#include "syntax/tree.h"

namespace yaral::syntax {

// The lossless tree of a file: every byte of the source is in exactly one token. Never fails; mistakes go to `diagnostics`
// and become error nodes. Nesting deeper than 200 is an error.
Tree parse_tree(const Source& source, Diagnostics& diagnostics);

// The AST of a tree. Reports what the grammar allows and the language does not (missing or doubled sections, wrong order).
File build_ast(const Tree& tree, const Source& source, Diagnostics& diagnostics);

// Both in one go.
File parse(const Source& source, Diagnostics& diagnostics);

}  // namespace yaral::syntax
