#pragma once

#include <string>

#include "convert/fidelity.h"

namespace yaral::sigma {

// What became of one rule, correlation or filter. Exact: it finds the same events of its log source; approximate: others in
// cases that the notes name; refused: there is no rule, and the notes say why.
struct Imported {
  std::string file;
  unsigned line = 0;
  std::string title;
  std::string id;
  std::string rule_name;  // of the YARA-L rule; empty when refused
  convert::Fidelity fidelity;
  std::string text;  // the rule, formatted
};

}  // namespace yaral::sigma
