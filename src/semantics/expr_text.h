#pragma once

#include <string>

#include "semantics/bound.h"

namespace yaral::semantics {

// A bound expression as an author would write it in YARA-L, on one line. Placeholders keep their names.
std::string expr_text(const BoundRule& rule, const Expr& e);

// `$e.principal.hostname`, `%table.column`.
std::string field_text(const BoundRule& rule, std::uint32_t field);

// The line of the rule's file that a span of it begins in.
std::uint32_t line_of(const BoundRule& rule, Span span);

// `$e`, of a table `%name`.
std::string variable_text(const BoundRule& rule, std::uint32_t variable);

}  // namespace yaral::semantics
