#include "plan/separate.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "plan/compile_expr.h"

namespace yaral::plan {

namespace {

using semantics::ArithmeticOp;
using semantics::Expr;

struct Term {
  const Expr* value;
  bool negative;
};

bool is_whole(const Expr& e) {
  return !e.type.list && (e.type.base == BaseType::kInt || e.type.base == BaseType::kUint);
}

bool is_sum(const Expr& e) {
  return e.op == Op::kArithmetic && (e.arithmetic == ArithmeticOp::kAdd || e.arithmetic == ArithmeticOp::kSub);
}

// The terms of a sum; false when one of them reads several variables or is no whole number.
bool collect(const Expr& e, bool negative, const semantics::BoundRule& rule, std::vector<Term>& out) {
  if (!is_whole(e)) return false;
  if (!is_sum(e)) {
    out.push_back({&e, negative});
    return std::popcount(variable_mask(e, rule)) <= 1;
  }
  const bool right = negative != (e.arithmetic == ArithmeticOp::kSub);
  return collect(e.args[0], negative, rule, out) && collect(e.args[1], right, rule, out);
}

std::vector<Term> negated(std::vector<Term> terms) {
  for (Term& term : terms) term.negative = !term.negative;
  return terms;
}

Expr sum_of(const std::vector<Term>& terms) {
  const Type type{.base = BaseType::kInt};
  Expr sum{.op = Op::kConstant, .type = type, .constant = Value::integer(0)};
  bool first = true;
  for (const bool negative : {false, true}) {
    for (const Term& term : terms) {
      if (term.negative != negative) continue;
      if (first && !negative) {
        sum = *term.value;
      } else {
        Expr next{
            .op = Op::kArithmetic, .type = type, .arithmetic = negative ? ArithmeticOp::kSub : ArithmeticOp::kAdd};
        next.args.push_back(std::move(sum));
        next.args.push_back(*term.value);
        sum = std::move(next);
      }
      first = false;
    }
  }
  return sum;
}

}  // namespace

std::optional<Separated> separate(const Expr& comparison, const semantics::BoundRule& rule) {
  const std::uint32_t left = variable_mask(comparison.args[0], rule);
  const std::uint32_t right = variable_mask(comparison.args[1], rule);
  if (std::popcount(left | right) != 2) return std::nullopt;
  if (std::popcount(left) == 1 && std::popcount(right) == 1) return Separated{comparison.args[0], comparison.args[1]};
  std::vector<Term> terms;
  if (!collect(comparison.args[0], false, rule, terms) || !collect(comparison.args[1], true, rule, terms))
    return std::nullopt;
  const std::uint32_t one = 1u << std::countr_zero(left | right);
  std::vector<Term> of_one, rest;
  for (const Term& term : terms) {
    const bool stays = variable_mask(*term.value, rule) == one;
    (stays ? of_one : rest).push_back({term.value, stays ? term.negative : !term.negative});
  }
  // `0 - $a.x < 30 - $b.x` as `$b.x - 30 < $a.x`, so that a time stays a time.
  if (std::ranges::all_of(of_one, &Term::negative)) return Separated{sum_of(negated(rest)), sum_of(negated(of_one))};
  return Separated{sum_of(of_one), sum_of(rest)};
}

}  // namespace yaral::plan
