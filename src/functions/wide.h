#pragma once

#include "base/value.h"
#include "functions/implementation.h"

namespace yaral::functions {

// Holds every int and uint, and their sums.
__extension__ typedef __int128 Wide;
constexpr Wide kMostWide = ((Wide{1} << 126) - 1) * 2 + 1;

// Of kInt, kUint, kEnum, kBool; 0 for all else.
Wide wide_of(const Value& v);

// The nearest int or uint, with a note when it is not the number itself (design decision 7).
Value saturated_int(Wide number, RunNotes& notes);
Value saturated_uint(Wide number, RunNotes& notes);

}  // namespace yaral::functions
