#include "unit/oracle/reads.h"

#include <algorithm>
#include <optional>

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

// Whether it is a value of one variable at a time, computed without arithmetic; in which variables.
std::optional<std::uint32_t> joining_side(const semantics::BoundRule& rule, const semantics::Expr& e) {
  if (e.op == Op::kArithmetic) return std::nullopt;
  if (e.op == Op::kPlaceholder && !joining_side(rule, rule.placeholders[e.index].value)) return std::nullopt;
  const Reads reads = reads_of(rule, e);
  if (reads.empty()) return std::nullopt;
  std::uint32_t all = ~0u;
  for (const std::uint32_t variables : reads) all &= variables;
  return all == 0 ? std::nullopt : std::optional(all);
}

using Partners = std::vector<std::uint32_t>;

void connect(std::uint32_t left, std::uint32_t right, Partners& partners) {
  for (std::uint32_t v = 0; v < partners.size(); ++v) {
    if ((left >> v & 1) != 0) partners[v] |= right & ~(1u << v);
    if ((right >> v & 1) != 0) partners[v] |= left & ~(1u << v);
  }
}

Partners connected_by(const semantics::BoundRule& rule, const semantics::Expr& e) {
  Partners partners(rule.variables.size());
  if (e.op == Op::kCompare && e.compare == semantics::CompareOp::kEq) {
    const auto left = joining_side(rule, e.args[0]);
    const auto right = joining_side(rule, e.args[1]);
    if (left && right) connect(*left, *right, partners);
  } else if (e.op == Op::kAnd || e.op == Op::kOr) {
    bool first = true;
    for (const semantics::Expr& arg : e.args) {
      const Partners of_arg = connected_by(rule, arg);
      for (std::size_t v = 0; v < partners.size(); ++v)
        partners[v] = e.op == Op::kAnd || first ? partners[v] | of_arg[v] : partners[v] & of_arg[v];
      first = false;
    }
  }
  return partners;
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

std::vector<std::uint32_t> connections(const semantics::BoundRule& rule) {
  Partners partners(rule.variables.size());
  for (const semantics::Expr& e : rule.predicates) {
    const Partners of_predicate = connected_by(rule, e);
    for (std::size_t v = 0; v < partners.size(); ++v) partners[v] |= of_predicate[v];
  }
  return partners;
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
