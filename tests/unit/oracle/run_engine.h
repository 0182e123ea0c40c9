#pragma once

#include <string>
#include <vector>

#include "semantics/bound.h"
#include "unit/oracle/record.h"

namespace yaral::oracle {

// What the engine makes of the same, as lines in the same form; the events come in an order of the seed, in batches.
std::vector<std::string> run_engine(semantics::BoundRule rule, const Input& input, std::uint32_t seed);

}  // namespace yaral::oracle
