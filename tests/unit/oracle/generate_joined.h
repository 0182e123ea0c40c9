#pragma once

#include <string>
#include <vector>

#include "unit/oracle/dice.h"
#include "unit/oracle/random_fields.h"

namespace yaral::oracle {

// What the condition says of a variable: it must be there, it or another must, or it may be absent.
enum class Role { kRequired, kChoice, kOptional };

struct JoinedVariable {
  Fields fields;
  Role role;
};

// A placeholder, and which variables (by their place) have it.
struct SharedPlaceholder {
  std::string name;
  bool number;
  std::vector<std::size_t> variables;
};

// A rule in the making.
struct JoinedRule {
  std::vector<JoinedVariable> variables;  // required ones first
  std::vector<std::string> events;        // lines of the section
  std::vector<SharedPlaceholder> placeholders;
  std::vector<std::string> keys;  // as `match` names them
  bool table = false;

  bool has_required() const { return !variables.empty() && variables.front().role == Role::kRequired; }
};

// Lines that join the variables and bind the keys, and others.
void add_events(Dice& dice, JoinedRule& rule);

// Outcomes, one a line; $n and $m are numbers, $t is text.
std::vector<std::string> random_outcomes(Dice& dice, const JoinedRule& rule);

// A condition that gives every variable its role; `choices` says whether `of` may stand in it.
std::string random_condition(Dice& dice, const JoinedRule& rule, std::size_t outcomes, bool choices);

}  // namespace yaral::oracle
