#include "explain/demands.h"

#include <algorithm>

#include <fmt/format.h>

#include "explain/meaning.h"
#include "explain/value_tally.h"
#include "semantics/atoms.h"
#include "semantics/expr_text.h"
#include "syntax/mirrored.h"

namespace yaral::explain {

namespace {

using semantics::Atom;
using semantics::BoundRule;
using semantics::CompareOp;
using semantics::EventSource;
using semantics::Expr;
using semantics::Op;

// What a count counts: "events" and " of $e".
struct Counted {
  std::string_view noun;
  std::string rest;

  std::string number(std::int64_t n) const { return counted(static_cast<std::uint64_t>(n), noun) + rest; }
  std::string any() const { return std::string(noun) + rest; }
};

Counted what_of(const BoundRule& rule, const Expr& count) {
  if (count.op == Op::kPlaceholderCount) return {"different values", " of $" + rule.placeholders[count.index].name};
  return {records_name(rule.variables[count.index].source), " of " + variable_text(rule, count.index)};
}

// `#e > 9` in words.
std::string demand(const BoundRule& rule, const Atom& atom) {
  const bool left = &atom.comparison->args[0] == atom.count;
  const Expr& limit = atom.comparison->args[left ? 1 : 0];
  const CompareOp op = left ? atom.comparison->compare : syntax::mirrored(atom.comparison->compare);
  const Counted what = what_of(rule, *atom.count);
  if (limit.op != Op::kConstant || limit.constant.kind() != ValueKind::kInt)
    return fmt::format("the test {}", expr_text(rule, *atom.comparison));
  const std::int64_t n = limit.constant.as_int();
  switch (op) {
    case CompareOp::kGt: return "at least " + what.number(n + 1);
    case CompareOp::kGe: return (n <= 0 ? "any number of " + what.any() : "at least " + what.number(n));
    case CompareOp::kLt: return (n <= 1 ? "no " + what.any() : "at most " + what.number(n - 1));
    case CompareOp::kLe: return (n <= 0 ? "no " + what.any() : "at most " + what.number(n));
    case CompareOp::kEq: return (n == 0 ? "no " + what.any() : "exactly " + what.number(n));
    case CompareOp::kNe: return "other than " + what.number(n);
  }
  return {};
}

void collect_tests(const BoundRule& rule, const Expr& e, std::vector<std::string>& out) {
  if (e.op == Op::kAnd || e.op == Op::kOr || e.op == Op::kAtLeast || e.op == Op::kNot) {
    for (const Expr& arg : e.args) collect_tests(rule, arg, out);
    return;
  }
  if (semantics::find_atoms(e).empty()) out.push_back("the test " + expr_text(rule, e));
}

}  // namespace

std::string presence_text(const BoundRule& rule, std::uint32_t variable) {
  const semantics::EventVariable& v = rule.variables[variable];
  if (v.source == EventSource::kTable) return "joined row by row";
  if (v.required) return "required";
  if (v.bounded) return "one of the alternatives";
  for (const Atom& atom : semantics::find_atoms(rule.condition))
    if (atom.count->op == Op::kEventCount && atom.count->index == variable && !atom.bounded)
      return demand(rule, atom).starts_with("no ") ? "must be absent" : "allowed up to a bound";
  return "taken where it fits";
}

bool only_presence(const Expr& condition) {
  if (condition.op == Op::kAnd) return std::ranges::all_of(condition.args, only_presence);
  return condition.op == Op::kCompare &&
         std::ranges::any_of(semantics::find_atoms(condition), [](const Atom& atom) { return atom.existence; });
}

std::vector<std::string> demands_of(const BoundRule& rule) {
  std::vector<std::string> demands;
  for (const Atom& atom : semantics::find_atoms(rule.condition)) {
    std::string text = demand(rule, atom);
    if (atom.choice) text += atom.choice->op == Op::kOr ? " (an alternative)" : " (one of several)";
    demands.push_back(std::move(text));
  }
  collect_tests(rule, rule.condition, demands);
  return demands;
}

}  // namespace yaral::explain
