#pragma once

#include <string>
#include <vector>

#include "semantics/bound.h"

namespace yaral::rule_tests {

// An event behind a detection, as UDM JSON, with the variable it stood for.
struct SampledEvent {
  std::string variable;  // without $
  std::string json;
};

// Events of a detection with one thing changed.
struct Change {
  std::string text;
  std::vector<SampledEvent> events;
};

// All changes that say something about the rule: its keys, its window and the fields it reads decide which.
std::vector<Change> changes_of(const semantics::BoundRule& rule, const std::vector<SampledEvent>& events);

}  // namespace yaral::rule_tests
