#pragma once

#include <string>
#include <string_view>

#include "syntax/diagnostic.h"

namespace yaral::syntax {

// `Error`, `Warning`, `Warning, an error with --strict`.
std::string_view severity_text(const DiagnosticInfo& row);

// The row of a code or a name, whatever its case; nullptr when there is none.
const DiagnosticInfo* find_diagnostic(std::string_view code_or_name);

// The reference page of all diagnostics, docs/diagnostics.md.
std::string diagnostics_markdown();

}  // namespace yaral::syntax
