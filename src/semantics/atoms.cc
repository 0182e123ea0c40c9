#include "semantics/atoms.h"
#include "syntax/mirrored.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace yaral::semantics {

namespace {

using syntax::CompareOp;

// `count op limit` cannot hold without an event (6.2).
bool is_bounded(CompareOp op, const Expr& limit) {
  if (limit.op != Op::kConstant || !limit.type.is_number()) return op == CompareOp::kGt || op == CompareOp::kGe;
  const double n = limit.constant.to_double();
  switch (op) {
    case CompareOp::kGt: return n >= 0;
    case CompareOp::kGe:
    case CompareOp::kEq: return n > 0;
    default: return false;
  }
}

bool is_existence(CompareOp op, const Expr& limit) {
  if (limit.op != Op::kConstant) return false;
  const double n = limit.constant.to_double();
  return (op == CompareOp::kGt && n == 0) || (op == CompareOp::kGe && n == 1);
}

void collect(const Expr& e, const Expr* choice, const Expr* negation, std::vector<Atom>& out) {
  if (e.op == Op::kCompare) {
    for (const std::size_t side : {0u, 1u}) {
      if (!is_count(e.args[side])) continue;
      const CompareOp op = side == 0 ? e.compare : syntax::mirrored(e.compare);
      const Expr& limit = e.args[1 - side];
      out.push_back({&e, &e.args[side], is_bounded(op, limit), is_existence(op, limit), choice, negation});
    }
    return;
  }
  if (!choice && (e.op == Op::kOr || e.op == Op::kAtLeast)) choice = &e;
  if (e.op == Op::kNot) negation = &e;
  for (const Expr& arg : e.args) collect(arg, choice, negation, out);
}

// Those that at least `least` of the sets hold.
std::set<std::uint32_t> shared(const std::vector<std::set<std::uint32_t>>& sets, std::size_t least) {
  std::map<std::uint32_t, std::size_t> counts;
  for (const auto& set : sets)
    for (const std::uint32_t v : set) ++counts[v];
  std::set<std::uint32_t> out;
  for (const auto& [v, count] : counts)
    if (count >= least) out.insert(v);
  return out;
}

}  // namespace

bool is_count(const Expr& e) { return e.op == Op::kEventCount || e.op == Op::kPlaceholderCount; }

std::vector<Atom> find_atoms(const Expr& condition) {
  std::vector<Atom> atoms;
  collect(condition, nullptr, nullptr, atoms);
  return atoms;
}

std::set<std::uint32_t> variables_of(const Binder& b, const Atom& atom) {
  if (atom.count->op == Op::kEventCount) return {atom.count->index};
  std::set<std::uint32_t> out;
  for (const Source& source : b.rule.placeholders[atom.count->index].sources) out.insert(source.variable);
  return out;
}

std::set<std::uint32_t> required_by(const Binder& b, const Expr& condition) {
  if (condition.op == Op::kCompare) {
    for (const Atom& atom : find_atoms(condition))
      if (atom.bounded) return variables_of(b, atom);
    return {};
  }
  std::vector<std::set<std::uint32_t>> parts;
  for (const Expr& arg : condition.args) parts.push_back(required_by(b, arg));
  switch (condition.op) {
    case Op::kAnd: return shared(parts, 1);
    case Op::kOr: return shared(parts, parts.size());
    // Without an event that more than all but n of the parts need, fewer than n can hold.
    case Op::kAtLeast: return shared(parts, parts.size() - static_cast<std::size_t>(condition.constant.as_int()) + 1);
    default: return {};
  }
}

}  // namespace yaral::semantics
