#pragma once

#include "syntax/diagnostic.h"
#include "syntax/source.h"

namespace yaral::syntax {

// Whether the parser had to guess how the text goes on after such a mistake.
bool leaves_line_unclear(Code code);

// Removes errors of the syntax that most likely follow from another on their line, so that one mistake gives one message.
// They must be in order of discovery.
void drop_consequences(const Source& source, Diagnostics& diagnostics);

}  // namespace yaral::syntax
