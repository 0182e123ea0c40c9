#pragma once

#include <string>

#include "syntax/diagnostic.h"
#include "syntax/source.h"

namespace yaral::syntax {

// From the first character to one past the last.
struct Range {
  Position start;
  Position end;
};
Range range_of(const Source& source, Span span);

// The message in the words of SecOps' compiler (language reference 9.2): `tokenizing: …`, `parsing: error with token:
// …`, `semantic analysis: …`.
std::string secops_message(const Source& source, const Diagnostic& diagnostic);

}  // namespace yaral::syntax
