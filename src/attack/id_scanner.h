#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yaral::attack {

struct IdToken {
  std::string id;           // T1553.002, TA0005; as it is written when it is not well formed
  bool tactic = false;      // begins with TA
  bool well_formed = true;  // whether there is such a technique or tactic is another matter
};

// The ids in a text, in order: `T1553.002 - Code Signing`, `attack.t1553.002`, `…/techniques/T1553/002/`. What begins
// like an id and is none, `T155` or `T1553.2`, is there as it is written.
std::vector<IdToken> scan_ids(std::string_view text);

}  // namespace yaral::attack
