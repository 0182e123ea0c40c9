#include "plan/alternatives.h"

#include <algorithm>
#include <iterator>

#include "plan/separate.h"

namespace yaral::plan {

namespace {

using semantics::Expr;
using semantics::Op;

// Each one is a way of its own to find rows.
constexpr std::size_t kMost = 8;

std::vector<Alternative> expand(const Expr& e);

std::vector<Alternative> expand_or(const Expr& e) {
  std::vector<Alternative> all;
  for (const Expr& arg : e.args) std::ranges::move(expand(arg), std::back_inserter(all));
  return all.size() > kMost ? std::vector<Alternative>{{&e}} : all;
}

std::vector<Alternative> expand_and(const Expr& e) {
  std::vector<Alternative> all(1);
  for (const Expr& arg : e.args) {
    std::vector<Alternative> of_arg = expand(arg);
    if (all.size() * of_arg.size() > kMost) of_arg = {{&arg}};
    std::vector<Alternative> both;
    for (const Alternative& left : all) {
      for (const Alternative& right : of_arg) {
        both.push_back(left);
        both.back().insert(both.back().end(), right.begin(), right.end());
      }
    }
    all = std::move(both);
  }
  return all;
}

std::vector<Alternative> expand(const Expr& e) {
  if (e.op == Op::kOr) return expand_or(e);
  if (e.op == Op::kAnd) return expand_and(e);
  return {{&e}};
}

}  // namespace

bool is_comparison(const Expr& e, const semantics::BoundRule& rule) {
  return e.op == Op::kCompare && separate(e, rule).has_value();
}

std::vector<Alternative> alternatives_of(const Expr& e, const semantics::BoundRule& rule) {
  const auto is_equality = [&](const Expr* part) {
    return part->compare == semantics::CompareOp::kEq && is_comparison(*part, rule);
  };
  std::vector<Alternative> all = expand(e);
  const bool help = all.size() > 1 && std::ranges::any_of(all, [&](const Alternative& alternative) {
                      return std::ranges::any_of(alternative, is_equality);
                    });
  return help ? all : std::vector<Alternative>{};
}

}  // namespace yaral::plan
