#pragma once

#include <string>
#include <vector>

#include "unit/oracle/dice.h"
#include "unit/oracle/record.h"

namespace yaral::oracle {

// Lists, events, entities and a table that rules of the generator are likely to concern: small alphabets, repeated
// fields, values that are not set, times close to window edges, shared ids.
Input random_input(Dice& dice);

// A value that events are likely to have, one that they may have, and a type of event.
std::string usual_word(Dice& dice);
std::string any_word(Dice& dice);
std::string event_type(Dice& dice);

}  // namespace yaral::oracle
