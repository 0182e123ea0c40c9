#pragma once

#include <cstdint>
#include <vector>

#include "semantics/bound.h"
#include "unit/oracle/reads.h"

namespace yaral::oracle {

// Expressions of one variable each that are equal in every combination that has them: by an equality, a placeholder bound
// to several, or a chain of these. They are equal also where what makes them so is absent.
struct EqualValues {
  struct Member {
    const semantics::Expr* expr;
    std::uint32_t variable;
  };
  std::vector<Member> members;
};

std::vector<EqualValues> find_equal_values(const semantics::BoundRule& rule);

// The variables that are connected by equal values, not those of arithmetic. As bits: element v holds the partners of v.
std::vector<std::uint32_t> find_partners(const semantics::BoundRule& rule);

// Whether a predicate joins `variable` to those present (a bit each): all else that it reads is there, placeholders read
// from any variable that they are bound in, and it has an equality of the variable with another; an `or` in every
// alternative.
bool joins(const semantics::BoundRule& rule, const semantics::Expr& predicate, std::uint32_t variable,
           std::uint32_t present);

}  // namespace yaral::oracle
