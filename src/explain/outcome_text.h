#pragma once

#include <string>

#include "explain/explanation.h"

namespace yaral::explain {

// What became of the events, the verdict first. `verbose`: long predicates are not cut.
std::string outcome_text(const Meaning& meaning, const Outcome& outcome, bool verbose);

}  // namespace yaral::explain
