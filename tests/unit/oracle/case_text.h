#pragma once

#include <string>

#include "unit/oracle/generate.h"

namespace yaral::oracle {

// A case as text, to be read by people and by ORACLE_CASE (oracle_test.cc): the rule up to its `}`, then a line for each
// event, `entity` and its JSON, `row` and its cells, and `hop_grid` where it is on.
std::string write_case(const RandomCase& random);
RandomCase read_case(const std::string& path);

}  // namespace yaral::oracle
