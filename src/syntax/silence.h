#pragma once

#include "syntax/diagnostic.h"
#include "syntax/source.h"

namespace yaral::syntax {

// Removes the warnings that the author allows with a comment, by name or code:
//   $e.principal.ip = $ip  // yaral: allow(repeated-field, YL5004)
// A comment behind something speaks of its own line, a comment alone on its line of the next line that holds code.
// Errors stay, so call it after Diagnostics::make_strict(). A comment that names no warning gives a warning itself.
void silence_allowed(const Source& source, Diagnostics& diagnostics);

}  // namespace yaral::syntax
