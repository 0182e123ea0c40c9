#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "convert/fidelity.h"
#include "sigma/expr.h"
#include "sigma/rule.h"
#include "sigma/taxonomy.h"

namespace yaral::sigma {

// What a rule looks for in one event, as predicates about a variable.
struct Detection {
  const Source* source = nullptr;
  Expr predicate;                  // the log source's condition included
  std::vector<std::string> kinds;  // of events, as far as the rule names them
  convert::Fidelity fidelity;      // in what it differs from the rule
};

// The error says what cannot be translated.
std::expected<Detection, std::string> translate_detection(const Rule& rule, const std::vector<const Filter*>& filters,
                                                          const Taxonomy& taxonomy, std::string_view variable);

}  // namespace yaral::sigma
