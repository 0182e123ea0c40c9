#pragma once

#include <cstdint>
#include <string>

#include "unit/oracle/record.h"

namespace yaral::oracle {

// A random rule with events, entities, lists and a table that are likely to concern it. The same seed gives the same case.
struct RandomCase {
  std::string rule;
  Input input;
};

// Rules of one event variable.
RandomCase generate_single(std::uint32_t seed);
// Rules of several event variables, entities and tables, which are joined.
RandomCase generate_joined(std::uint32_t seed);

}  // namespace yaral::oracle
