#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "semantics/dump.h"
#include "semantics/joins.h"
#include "semantics/sections.h"

namespace yaral::semantics {

namespace {

// What a placeholder or enum name stands for, as text: the same for the same value.
std::string meaning(const BoundRule& rule, const Expr& e) {
  if (e.op == Op::kEnumName) return meaning(rule, e.args[0]);
  if (e.op == Op::kPlaceholder) return meaning(rule, rule.placeholders[e.index].value);
  return dump(rule, e);
}

// Whether `e` holds only where its first operand is not empty.
bool excludes_empty(const Expr& e) {
  if (e.op == Op::kRegex || e.op == Op::kInList) return true;
  if (e.op != Op::kCompare) return false;
  const Expr& constant = e.args[0].op == Op::kConstant ? e.args[0] : e.args[1];
  if (constant.op != Op::kConstant) return false;
  const bool zero = constant.constant.is_zero();
  return zero ? e.compare == syntax::CompareOp::kNe : e.compare == syntax::CompareOp::kEq;
}

// Values that no combination has empty: those that a predicate tests, and match keys that drop their zero value (3.3).
std::set<std::string> never_empty(const BoundRule& rule) {
  std::set<std::string> out;
  for (const Expr& e : rule.predicates) {
    if (!excludes_empty(e)) continue;
    for (const Expr& arg : e.args)
      if (arg.op != Op::kConstant) out.insert(meaning(rule, arg));
  }
  for (const MatchKey& key : rule.keys)
    if (key.drop_zero)
      for (const Source& source : key.sources) out.insert(meaning(rule, source.value));
  return out;
}

// Whether a value is never empty: a predicate says so, or the function that makes it.
bool is_never_empty(const BoundRule& rule, const std::set<std::string>& safe, const Expr& e) {
  if (e.op == Op::kPlaceholder) return is_never_empty(rule, safe, rule.placeholders[e.index].value);
  if (e.op == Op::kConstant) return !e.constant.is_zero();
  if (e.op == Op::kEnumName || safe.contains(meaning(rule, e))) return true;
  if (e.op != Op::kCall) return false;
  const std::string_view name = e.function->name;
  if (name == "cast.as_string" || name == "hash.sha256" || name.starts_with("timestamp.")) return true;
  const bool keeps = name == "strings.to_lower" || name == "strings.to_upper" || name == "strings.reverse" ||
                     name == "strings.concat" || name == "strings.coalesce";
  return keeps && std::ranges::any_of(e.args, [&](const Expr& arg) { return is_never_empty(rule, safe, arg); });
}

bool is_text_join(const Binder& b, const Expr& e) {
  if (e.op != Op::kCompare || e.compare != syntax::CompareOp::kEq || !is_text(e.args[0].type)) return false;
  std::set<std::uint32_t> variables;
  for (const Expr& arg : e.args) {
    const auto of_side = variables_of(b, arg);
    if (of_side.size() != 1) return false;
    variables.merge(std::set(of_side));
  }
  const auto table = [&](std::uint32_t v) { return b.rule.variables[v].source == EventSource::kTable; };
  return variables.size() == 2 && std::ranges::none_of(variables, table);
}

void warn_empty_joins(Binder& b) {
  const std::set<std::string> safe = never_empty(b.rule);
  for (const Expr& e : b.rule.predicates) {
    if (!is_text_join(b, e)) continue;
    if (std::ranges::any_of(e.args, [&](const Expr& arg) { return is_never_empty(b.rule, safe, arg); })) continue;
    auto& diagnostic = report(b, Code::kEmptyJoin, e.span,
                              fmt::format("{} also joins events in which both are empty", written(b, e.span)));
    diagnostic.help = fmt::format("add `{} != \"\"` to `events`", b.source.text(e.args[0].span));
  }
}

void warn_negated_groups(Binder& b) {
  if (std::ranges::all_of(b.rule.variables, &EventVariable::required)) return;
  for (const Span span : b.negated_groups) {
    report(b, Code::kNegatedGroup, span,
           "`not` over fields of several events, in a rule whose condition lets one of them be absent")
        .help = "write a line for each: `not …`";
  }
}

bool reads_beside(const Binder& b, const Expr& e, std::uint32_t table) {
  const std::set<std::uint32_t> variables = variables_of(b, e);
  return variables.size() > 1 && variables.contains(table);
}

// Whether `e` holds only where a column of the table equals something of another variable.
bool equates(const Binder& b, const Expr& e, std::uint32_t table) {
  const auto does = [&](const Expr& part) { return equates(b, part, table); };
  if (e.op == Op::kAnd) return std::ranges::any_of(e.args, does);
  if (e.op == Op::kOr) return std::ranges::all_of(e.args, does);
  const auto of_one = [&](const Expr& side) { return variables_of(b, side).size() == 1; };
  return e.op == Op::kCompare && e.compare == syntax::CompareOp::kEq && reads_beside(b, e, table) &&
         std::ranges::all_of(e.args, of_one);
}

// What in `e` compares the table with another variable by anything but `=`; null if nothing does.
const Expr* unequal_part(const Binder& b, const Expr& e, std::uint32_t table) {
  if (!reads_beside(b, e, table)) return nullptr;
  if (e.op == Op::kNot || (e.op == Op::kCompare && e.compare != syntax::CompareOp::kEq)) return &e;
  for (const Expr& arg : e.args)
    if (const Expr* part = unequal_part(b, arg, table)) return part;
  return nullptr;
}

// Language reference 3.12: `not`, `!=` and order against a column need an `=` with that table as well. A range or pattern
// in a column (`net.ip_in_range_cidr`, `re.regex`) does without, but does not stand in for it.
void warn_unequal_tables(Binder& b) {
  for (std::uint32_t v = 0; v < b.rule.variables.size(); ++v) {
    const EventVariable& table = b.rule.variables[v];
    const auto joins = [&](const Expr& e) { return equates(b, e, v); };
    if (table.source != EventSource::kTable || std::ranges::any_of(b.rule.predicates, joins)) continue;
    for (const Expr& e : b.rule.predicates) {
      const Expr* part = unequal_part(b, e, v);
      if (part == nullptr) continue;
      report(b, Code::kTableWithoutEquality, part->span,
             fmt::format("SecOps wants a column of `%{}` joined by `=` beside {}", table.name, written(b, part->span)))
          .help = fmt::format("add such a join: `$e.principal.hostname = %{}.…`", table.name);
      break;
    }
  }
}

}  // namespace

void warn_joins(Binder& b) {
  warn_empty_joins(b);
  warn_negated_groups(b);
  warn_unequal_tables(b);
}

}  // namespace yaral::semantics
