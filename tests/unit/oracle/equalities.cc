#include "unit/oracle/equalities.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "semantics/dump.h"

namespace yaral::oracle {

namespace {

using semantics::BoundRule;
using semantics::Expr;
using semantics::Op;

using Partners = std::vector<std::uint32_t>;

// A placeholder stands for what it is bound to first.
const Expr& definition(const BoundRule& rule, const Expr& e) {
  return e.op == Op::kPlaceholder ? definition(rule, rule.placeholders[e.index].value) : e;
}

void collect_variables(const BoundRule& rule, const Expr& e, std::set<std::uint32_t>& out) {
  if (e.op == Op::kPlaceholder) return collect_variables(rule, definition(rule, e), out);
  if (e.op == Op::kField || e.op == Op::kElement || e.op == Op::kAny || e.op == Op::kAll)
    out.insert(rule.fields[e.index].variable);
  for (const Expr& arg : e.args) collect_variables(rule, arg, out);
}

std::optional<std::uint32_t> only_variable(const BoundRule& rule, const Expr& e) {
  std::set<std::uint32_t> variables;
  collect_variables(rule, e, variables);
  return variables.size() == 1 ? std::optional(*variables.begin()) : std::nullopt;
}

bool is_equality(const BoundRule& rule, const Expr& e) {
  return e.op == Op::kCompare && e.compare == semantics::CompareOp::kEq &&
         std::ranges::all_of(e.args, [&](const Expr& arg) { return only_variable(rule, arg).has_value(); });
}

// Of each placeholder in a predicate: the variable that its value is read from.
using Reading = std::map<std::uint32_t, std::uint32_t>;

const Expr& read_as(const BoundRule& rule, const Expr& e, const Reading& reading) {
  if (e.op != Op::kPlaceholder) return e;
  const auto& sources = rule.placeholders[e.index].sources;
  return std::ranges::find(sources, reading.at(e.index), &semantics::Source::variable)->value;
}

std::uint32_t variables_read(const BoundRule& rule, const Expr& e, const Reading& reading) {
  if (e.op == Op::kPlaceholder) return 1u << reading.at(e.index);
  std::uint32_t mask = 0;
  if (e.op == Op::kField || e.op == Op::kElement || e.op == Op::kAny || e.op == Op::kAll)
    mask = 1u << rule.fields[e.index].variable;
  for (const Expr& arg : e.args) mask |= variables_read(rule, arg, reading);
  return mask;
}

// The variables that are equal to another one wherever `e` holds.
std::uint32_t equated(const BoundRule& rule, const Expr& e, const Reading& reading) {
  if (e.op == Op::kAnd || e.op == Op::kOr) {
    std::uint32_t mask = equated(rule, e.args[0], reading);
    for (const Expr& arg : e.args)
      mask = e.op == Op::kAnd ? mask | equated(rule, arg, reading) : mask & equated(rule, arg, reading);
    return mask;
  }
  if (e.op != Op::kCompare || e.compare != semantics::CompareOp::kEq) return 0;
  std::uint32_t mask = 0;
  for (const Expr& arg : e.args) {
    const std::uint32_t side = variables_read(rule, arg, reading);
    const bool arithmetic = read_as(rule, arg, reading).op == Op::kArithmetic;
    if (std::popcount(side) != 1 || arithmetic || (mask & side) != 0) return 0;
    mask |= side;
  }
  return mask;
}

void collect_placeholders(const Expr& e, std::set<std::uint32_t>& out) {
  if (e.op == Op::kPlaceholder) out.insert(e.index);
  for (const Expr& arg : e.args) collect_placeholders(arg, out);
}

void connect(std::uint32_t left, std::uint32_t right, Partners& partners) {
  if (left == right) return;
  partners[left] |= 1u << right;
  partners[right] |= 1u << left;
}

// Equal values by the texts of their expressions.
struct Texts {
  std::set<std::string> texts;
  EqualValues values;
};

}  // namespace

std::vector<EqualValues> find_equal_values(const BoundRule& rule) {
  std::vector<Texts> classes;
  for (const Expr& e : rule.predicates) {
    if (!is_equality(rule, e) || e.nocase) continue;
    Texts joined;
    for (const Expr& arg : e.args) {
      const Expr& side = definition(rule, arg);
      if (joined.texts.insert(semantics::dump(rule, side)).second)
        joined.values.members.push_back({&side, *only_variable(rule, side)});
    }
    for (auto at = classes.begin(); at != classes.end();) {
      const bool meets = std::ranges::any_of(joined.texts, [&](const auto& text) { return at->texts.contains(text); });
      if (!meets) {
        ++at;
        continue;
      }
      joined.texts.merge(at->texts);
      joined.values.members.insert(joined.values.members.end(), at->values.members.begin(), at->values.members.end());
      at = classes.erase(at);
    }
    classes.push_back(std::move(joined));
  }
  std::vector<EqualValues> found;
  for (Texts& one : classes) found.push_back(std::move(one.values));
  return found;
}

std::vector<std::uint32_t> find_partners(const BoundRule& rule) {
  Partners partners(rule.variables.size());
  for (const EqualValues& equal : find_equal_values(rule))
    for (const auto& left : equal.members)
      for (const auto& right : equal.members)
        if (left.expr->op != Op::kArithmetic && right.expr->op != Op::kArithmetic)
          connect(left.variable, right.variable, partners);
  return partners;
}

bool joins(const BoundRule& rule, const Expr& predicate, std::uint32_t variable, std::uint32_t present) {
  const std::uint32_t there = present | 1u << variable;
  std::set<std::uint32_t> placeholders;
  collect_placeholders(predicate, placeholders);
  std::vector<Reading> readings(1);
  for (const std::uint32_t p : placeholders) {
    std::vector<Reading> longer;
    for (const Reading& reading : readings)
      for (const semantics::Source& source : rule.placeholders[p].sources) {
        longer.push_back(reading);
        longer.back()[p] = source.variable;
      }
    readings = std::move(longer);
  }
  return std::ranges::any_of(readings, [&](const Reading& reading) {
    return (variables_read(rule, predicate, reading) & ~there) == 0 &&
           (equated(rule, predicate, reading) & 1u << variable) != 0;
  });
}

}  // namespace yaral::oracle
