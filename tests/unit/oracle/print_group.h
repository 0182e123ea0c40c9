#pragma once

#include <string>

#include "unit/oracle/values.h"

namespace yaral::oracle {

// A group that fires, in the form of the conformance cases.
std::string print_group(const semantics::BoundRule& rule, const Group& group);

}  // namespace yaral::oracle
