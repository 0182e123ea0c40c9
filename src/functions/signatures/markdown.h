#pragma once

#include <string>

#include "functions/signatures/signature.h"

namespace yaral::functions {

// How a call is written: `strings.split(text: string, [delimiter: string]) -> list of string`.
std::string signature_text(const FunctionInfo& function, const Overload& overload);

// The reference page of all functions, docs/functions.md.
std::string functions_markdown();

}  // namespace yaral::functions
