#pragma once

#include <string>
#include <string_view>

#include "syntax/diagnostic.h"
#include "syntax/source.h"

namespace yaral::syntax {

// Language reference 1.4. Each takes the token as written, quotes and slashes included.

// Unknown escapes keep their backslash and give one warning a string.
std::string decode_string(const Source& source, Span token, Diagnostics& diagnostics);
// `\/` becomes `/`; every other backslash is RE2's.
std::string decode_regex(std::string_view written);

}  // namespace yaral::syntax
