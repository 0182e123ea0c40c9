#pragma once

#include <random>
#include <string>
#include <vector>

#include "unit/oracle/oracle.h"

namespace yaral::oracle {

// A random rule with events and lists that are likely to concern it: small alphabets, repeated fields, values that are not
// set, times close to window edges. The same seed gives the same case.
struct RandomCase {
  std::string rule;
  Lists lists;
  std::vector<std::string> events;
};

RandomCase generate(std::uint32_t seed);

}  // namespace yaral::oracle
