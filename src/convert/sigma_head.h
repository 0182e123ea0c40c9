#pragma once

#include <string>
#include <string_view>

#include "semantics/bound.h"

namespace yaral::convert {

// What one document of a rule has that others of the same rule have not.
struct SigmaPart {
  std::string id;     // told apart from the other documents by this; empty: the rule itself
  std::string title;  // behind the rule's own title
  std::string name;   // by which correlations call it; empty: none
};

// The lines before `logsource` or `correlation`: title, id (the rule's own `sigma_id`, else made of its name), status,
// description, references, author, dates and tags, as far as `meta` tells them.
std::string sigma_head(const semantics::BoundRule& rule, const SigmaPart& part);

// The lines after the detection: falsepositives and level.
std::string sigma_tail(const semantics::BoundRule& rule);

}  // namespace yaral::convert
