#include "syntax/operator_words.h"

#include <array>

namespace yaral::syntax {
namespace {

struct OperatorWord {
  std::string_view word;
  std::string_view function;
};

constexpr std::array kOperatorWords{
    OperatorWord{"contains", "strings.contains"},
    OperatorWord{"icontains", "strings.contains"},
    OperatorWord{"startswith", "strings.starts_with"},
    OperatorWord{"starts_with", "strings.starts_with"},
    OperatorWord{"endswith", "strings.ends_with"},
    OperatorWord{"ends_with", "strings.ends_with"},
    OperatorWord{"matches", "re.regex"},
    OperatorWord{"like", "re.regex"},
};

}  // namespace

std::string_view function_for_operator_word(std::string_view word) {
  for (const OperatorWord& o : kOperatorWords) {
    if (o.word == word) return o.function;
  }
  return {};
}

}  // namespace yaral::syntax
