#pragma once

#include <string>
#include <string_view>

// Names and literals of KQL.
namespace yaral::convert {

// A string literal: `@"…"` where the text has backslashes or quotes, `"…"` with escapes where it has control characters.
std::string kql_literal(std::string_view text);

// A name of a column, in brackets where it is a keyword or has other characters than letters, digits and `_`.
std::string kql_name(std::string_view name);

bool is_kql_identifier(std::string_view name);

}  // namespace yaral::convert
