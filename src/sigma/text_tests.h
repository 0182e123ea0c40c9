#pragma once

#include <string>
#include <vector>

#include "sigma/expr.h"
#include "sigma/modifiers.h"

namespace yaral::sigma {

// Any of some texts, wildcards and regular expressions, of what `subject` is (`$e.target.url`, `any $e.principal.ip`, a
// call). As few expressions as the length of regular expressions allows.
Expr text_tests(const std::string& subject, const std::vector<Match>& matches);

}  // namespace yaral::sigma
