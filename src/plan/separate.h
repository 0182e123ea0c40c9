#pragma once

#include <optional>

#include "semantics/bound.h"

namespace yaral::plan {

// A comparison of two variables with each side reading one of them: `$b.x - $a.x < 60` as `$b.x < $a.x + 60`. Only sums
// and differences of whole numbers are moved across, where nothing is rounded. nullopt when the sides cannot be parted.
struct Separated {
  semantics::Expr left;
  semantics::Expr right;
};
std::optional<Separated> separate(const semantics::Expr& comparison, const semantics::BoundRule& rule);

}  // namespace yaral::plan
