#pragma once

#include <string>
#include <vector>

#include "semantics/bind.h"

namespace yaral::semantics {

// The sections of a rule from `events` on, within a rule named r.
CompiledFile compile_sections(const std::string& sections, const CompileOptions& options = {});

// The lines of the dump of a rule that begin with `word`; the diagnostics when the rule does not bind.
std::vector<std::string> dumped(const std::string& sections, const std::string& word);

// Codes of what was reported, in the order of places.
std::vector<std::string> codes(const CompiledFile& file);

}  // namespace yaral::semantics
