#include "unit/oracle/reads.h"

#include <algorithm>

namespace yaral::oracle {

namespace {

using semantics::Op;

void collect(const semantics::BoundRule& rule, const semantics::Expr& e, Reads& out) {
  if (e.op == Op::kField || e.op == Op::kElement || e.op == Op::kAny || e.op == Op::kAll)
    out.push_back(1u << rule.fields[e.index].variable);
  if (e.op == Op::kPlaceholder) {
    std::uint32_t any = 0;
    for (const semantics::Source& source : rule.placeholders[e.index].sources) any |= 1u << source.variable;
    out.push_back(any);
  }
  for (const semantics::Expr& arg : e.args) collect(rule, arg, out);
}

bool there(std::uint32_t variables, const Combination& at) {
  for (std::uint32_t v = 0; v < at.size(); ++v)
    if ((variables >> v & 1) != 0 && at[v]) return true;
  return false;
}

}  // namespace

Reads reads_of(const semantics::BoundRule& rule, const semantics::Expr& e) {
  Reads reads;
  collect(rule, e, reads);
  return reads;
}

bool present(const Reads& reads, const Combination& at) {
  return std::ranges::all_of(reads, [&](std::uint32_t variables) { return there(variables, at); });
}

bool concerns(const Reads& reads, std::uint32_t v) {
  return std::ranges::any_of(reads, [&](std::uint32_t variables) { return (variables >> v & 1) != 0; });
}

const semantics::Source* present_source(const std::vector<semantics::Source>& sources, const Combination& at) {
  for (const semantics::Source& source : sources)
    if (at[source.variable]) return &source;
  return nullptr;
}

}  // namespace yaral::oracle
