#pragma once

#include <string_view>

namespace yaral::syntax {

// Words that are operators in other languages: the YARA-L function that does the same, or nothing for any other word.
std::string_view function_for_operator_word(std::string_view word);

}  // namespace yaral::syntax
