#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "unit/oracle/generate_joined.h"

namespace yaral::oracle {

// An `or` that joins a variable to several others of the rule, each alternative to one of them.
std::string joining_alternatives(Dice& dice, JoinedRule& rule, std::size_t joined,
                                 const std::vector<std::size_t>& others);

// Predicates over any variables of the rule in an `or`, nested, negated, with placeholders.
std::string random_alternatives(Dice& dice, JoinedRule& rule);

}  // namespace yaral::oracle
