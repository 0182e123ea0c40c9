#include "unit/oracle/equalities.h"

#include <algorithm>
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

bool is_arithmetic(const BoundRule& rule, const Expr& e) { return definition(rule, e).op == Op::kArithmetic; }

void connect(std::uint32_t left, std::uint32_t right, Partners& partners) {
  if (left == right) return;
  partners[left] |= 1u << right;
  partners[right] |= 1u << left;
}

Partners connected_by(const BoundRule& rule, const Expr& e) {
  Partners partners(rule.variables.size());
  if (is_equality(rule, e)) {
    if (!is_arithmetic(rule, e.args[0]) && !is_arithmetic(rule, e.args[1]))
      connect(*only_variable(rule, e.args[0]), *only_variable(rule, e.args[1]), partners);
  } else if (e.op == Op::kAnd || e.op == Op::kOr) {
    for (std::size_t i = 0; i < e.args.size(); ++i) {
      const Partners of_arg = connected_by(rule, e.args[i]);
      for (std::size_t v = 0; v < partners.size(); ++v)
        partners[v] = e.op == Op::kAnd || i == 0 ? partners[v] | of_arg[v] : partners[v] & of_arg[v];
    }
  }
  return partners;
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
  for (const Expr& e : rule.predicates) {
    const Partners of_predicate = connected_by(rule, e);
    for (std::size_t v = 0; v < partners.size(); ++v) partners[v] |= of_predicate[v];
  }
  for (const EqualValues& equal : find_equal_values(rule))
    for (const auto& left : equal.members)
      for (const auto& right : equal.members)
        if (left.expr->op != Op::kArithmetic && right.expr->op != Op::kArithmetic)
          connect(left.variable, right.variable, partners);
  return partners;
}

}  // namespace yaral::oracle
