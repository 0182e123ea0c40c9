#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "semantics/bound.h"

namespace yaral::oracle {

using Lists = std::map<std::string, std::vector<std::string>>;

// A second, naive evaluator, written straight from docs/semantics.md: copies of events instead of row cursors, nested loops
// instead of indexes, no memory of anything. Shares with the engine the binder, the scalar functions and the aggregates,
// nothing else. Events are UDM JSON. Detections come out as lines in the form of the conformance cases, sorted.
std::vector<std::string> evaluate(const semantics::BoundRule& rule, const Lists& lists,
                                  const std::vector<std::string>& events);

}  // namespace yaral::oracle
