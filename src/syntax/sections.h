#pragma once

#include <optional>
#include <string_view>

#include "syntax/ast.h"
#include "syntax/token.h"

namespace yaral::syntax {

// nullopt for words that head no section of a rule.
std::optional<SectionKind> section_of(Keyword keyword);

// "meta", "setup" and so on.
std::string_view section_name(SectionKind kind);

// The section whose name is nearly `word`: another number, a slip or two, a longer form.
std::optional<SectionKind> similar_section(std::string_view word);

}  // namespace yaral::syntax
