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

// The variables that an equality connects: of fields, of functions of one variable each, of placeholders, chains of these,
// or an `or` of such equalities; not arithmetic. As bits: element v holds the partners of variable v.
std::vector<std::uint32_t> find_partners(const semantics::BoundRule& rule);

}  // namespace yaral::oracle
