#pragma once

#include <string>
#include <vector>

#include "syntax/diagnostic.h"

namespace yaral::semantics {

struct Checked {
  std::vector<syntax::Diagnostic> diagnostics;  // silenced ones removed, sorted by place
  std::string rendered;
};

// What the compiler says about a rule file. All golden tests go through this function.
Checked check_rule_text(const std::string& name, const std::string& text);

}  // namespace yaral::semantics
