#pragma once

#include <cstdint>
#include <vector>

#include "semantics/bound.h"
#include "unit/oracle/record.h"

namespace yaral::oracle {

// What an expression reads. Each element is a set of variables (bit v: variable v) of which one has to be present: a
// field has one, a placeholder all that it is bound in.
using Reads = std::vector<std::uint32_t>;

Reads reads_of(const semantics::BoundRule& rule, const semantics::Expr& e);

// Whether all that is read is there.
bool present(const Reads& reads, const Combination& at);
// Whether anything is read that variable `v` may give.
bool concerns(const Reads& reads, std::uint32_t v);

// The first source whose variable is there; null when there is none.
const semantics::Source* present_source(const std::vector<semantics::Source>& sources, const Combination& at);

}  // namespace yaral::oracle
