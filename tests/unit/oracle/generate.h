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
// Rules of several event variables, entities and tables, which are joined. All are required.
RandomCase generate_joined(std::uint32_t seed);
// As generate_joined(), with variables that may be absent.
RandomCase generate_absent(std::uint32_t seed);
// With an `or` or `of` between two variables, and often with others that may be absent.
RandomCase generate_choice(std::uint32_t seed);

}  // namespace yaral::oracle
