#pragma once

#include <string>
#include <vector>

#include "semantics/bound.h"
#include "unit/oracle/record.h"

namespace yaral::oracle {

// A second, naive evaluator, written straight from docs/semantics.md: copies of events instead of row cursors, nested loops
// instead of indexes, no memory of anything. Shares with the engine the binder, the scalar functions and the aggregates,
// nothing else. Events are UDM JSON. Detections come out as lines in the form of the conformance cases, sorted.
std::vector<std::string> evaluate(const semantics::BoundRule& rule, const Input& input);

}  // namespace yaral::oracle
