#include "semantics/joins.h"

#include <algorithm>

#include <fmt/format.h>

namespace yaral::semantics {

namespace {

using syntax::CompareOp;

constexpr std::size_t kMostTableJoins = 10;

std::uint32_t mask_of(const VariableSet& variables) {
  std::uint32_t mask = 0;
  for (const std::uint32_t v : variables) mask |= 1u << v;
  return mask;
}

void split(Binder& b, Expr e, std::vector<Expr>& out) {
  const bool several = variables_of(b, e).size() > 1;
  if (several && e.op == Op::kAnd) {
    for (Expr& arg : e.args) split(b, std::move(arg), out);
  } else if (several && e.op == Op::kNot && e.args[0].op == Op::kOr) {
    b.negated_groups.push_back(e.span);
    for (Expr& arg : e.args[0].args) split(b, negate(std::move(arg)), out);
  } else {
    out.push_back(std::move(e));
  }
}

char sigil(const EventVariable& v) { return v.source == EventSource::kTable ? '%' : '$'; }

// An `or` that does not join a variable, though one of its alternatives does.
const Expr* choice_of(const BoundRule& rule, std::uint32_t variable) {
  const auto joins = [&](const Expr& e) {
    return std::ranges::any_of(connected_by(rule, e), [&](const auto& group) { return group.contains(variable); });
  };
  const auto at = std::ranges::find_if(rule.predicates, [&](const Expr& e) {
    return e.op == Op::kOr && !joins(e) && std::ranges::any_of(e.args, joins);
  });
  return at == rule.predicates.end() ? nullptr : &*at;
}

void report_not_joined(Binder& b, std::uint32_t variable, std::uint32_t other_variable, bool without_optional) {
  const EventVariable& lone = b.rule.variables[variable];
  const EventVariable& other = b.rule.variables[other_variable];
  auto& diagnostic =
      report(b, Code::kNotJoined, lone.first_use,
             fmt::format("`{}{}` is not joined with `{}{}`{}", sigil(lone), lone.name, sigil(other), other.name,
                         without_optional ? " other than by events that may be absent" : ""));
  diagnostic.others.push_back({other.first_use, "the other variable"});
  if (const Expr* choice = choice_of(b.rule, variable); choice && !without_optional)
    diagnostic.others.push_back({choice->span, "one alternative of this `or` leaves them apart"});
  diagnostic.help = lone.source == EventSource::kTable
                        ? "compare one of its columns with a field by `=`"
                        : fmt::format("bind one placeholder in both: `${}.principal.hostname = $host`", lone.name);
}

// Whether all of `wanted` are among `connected`, to which `other` belongs.
bool check_connected(Binder& b, const VariableSet& wanted, const VariableSet& connected, std::uint32_t other,
                     bool without_optional) {
  const auto lone = std::ranges::find_if_not(wanted, [&](std::uint32_t v) { return connected.contains(v); });
  if (lone == wanted.end()) return true;
  report_not_joined(b, *lone, other, without_optional);
  return false;
}

// Variables that may be absent come one after the other: to those required, or where there are none to any.
void check_optional(Binder& b, const VariableSet& all, const VariableSet& required) {
  const auto partners = join_partners(b.rule);
  const auto reaches_all = [&](std::uint32_t v) { return reachable(partners, {v}) == all; };
  if (required.empty() && std::ranges::any_of(all, reaches_all)) return;
  const VariableSet start = required.empty() ? VariableSet{*all.begin()} : required;
  check_connected(b, all, reachable(partners, start), *start.begin(), true);
}

// Whether the variables hang together: all of them, those required without the others, and the others with those.
void check_graph(Binder& b) {
  VariableSet all, required;
  for (std::uint32_t v = 0; v < b.rule.variables.size(); ++v) {
    all.insert(v);
    if (b.rule.variables[v].required) required.insert(v);
  }
  for (const VariableSet* wanted : {&all, &required}) {
    if (wanted->empty()) continue;
    if (!check_connected(b, *wanted, connected_with_first(b.rule, *wanted), *wanted->begin(), wanted == &required))
      return;
  }
  if (!all.empty()) check_optional(b, all, required);
}

void check_match(Binder& b) {
  const auto& variables = b.rule.variables;
  if (b.ast.match || variables.empty() || !b.syntax_errors.empty()) return;
  if (variables.size() == 1 && variables[0].source == EventSource::kUdm) return;
  const EventVariable& odd = variables.size() > 1 ? variables[1] : variables[0];
  auto& diagnostic = report(b, Code::kNeedsMatch, odd.first_use,
                            variables.size() > 1 ? "a rule with several event variables or tables needs `match`"
                                                 : "a rule over entities or detections needs `match`");
  if (variables.size() > 1) diagnostic.others.push_back({variables[0].first_use, "the first variable"});
  diagnostic.help = "say which events belong together: `match: $placeholder over 5m`";
}

void check_has_event(Binder& b) {
  const bool event = std::ranges::any_of(b.rule.variables, [](const EventVariable& v) {
    return v.source == EventSource::kUdm || v.source == EventSource::kDetection;
  });
  if (event || b.rule.variables.empty()) return;
  const EventVariable& v = b.rule.variables[0];
  report(b, Code::kEntitiesOnly, v.first_use,
         fmt::format("`{}{}` is context of events, but the rule has none", sigil(v), v.name))
      .help = "join it to an event: `$e.principal.hostname = …`";
}

void check_table_joins(Binder& b) {
  std::size_t joins = 0;
  for (const Expr& e : b.rule.predicates) {
    if (e.op != Op::kCompare || e.compare != CompareOp::kEq) continue;
    const auto is_column = [&](const Expr& arg) {
      return arg.op == Op::kField && b.rule.variables[b.rule.fields[arg.index].variable].source == EventSource::kTable;
    };
    if (std::ranges::none_of(e.args, is_column) || variables_of(b, e).size() < 2 || ++joins <= kMostTableJoins)
      continue;
    report(b, Code::kTableJoins, e.span,
           fmt::format("a rule may compare with columns of data tables by `=` at most {} times", kMostTableJoins))
        .help = "look columns up with `in` where the other columns of the row do not matter";
    return;
  }
}

// `any` and `all` look at one event's list; a join compares single values (3.9). Whether none is misused.
bool check_quantifiers(Binder& b, const Expr& e) {
  if (e.op != Op::kAny && e.op != Op::kAll) {
    bool good = true;
    for (const Expr& arg : e.args) good = check_quantifiers(b, arg) && good;
    return good;
  }
  if (variables_of(b, e).size() < 2) return true;
  report(b, Code::kMisusedQuantifier, e.span,
         fmt::format("`{}` cannot stand in a comparison of two events", e.op == Op::kAny ? "any" : "all"))
      .help = "without it each element is compared in turn";
  return false;
}

}  // namespace

void split_predicates(Binder& b) {
  std::vector<Expr> parts;
  for (Expr& e : b.rule.predicates) split(b, std::move(e), parts);
  b.rule.predicates = std::move(parts);
}

void check_joins(Binder& b) {
  if (b.rule.variables.size() > kMostVariables) return;  // reported
  bool good = true;
  for (const Expr& e : b.rule.predicates) good = check_quantifiers(b, e) && good;
  check_match(b);
  check_has_event(b);
  check_table_joins(b);
  // A mistake in a predicate may hide the join.
  const bool mistake = std::ranges::any_of(b.rule.predicates, [](const Expr& e) { return e.type.is_error(); }) ||
                       std::ranges::any_of(b.rule.placeholders, [](const Placeholder& p) { return p.type.is_error(); });
  if (mistake || !good || !b.syntax_errors.empty()) return;
  const auto partners = join_partners(b.rule);
  for (std::uint32_t v = 0; v < partners.size(); ++v)
    for (const VariableSet& others : partners[v]) b.rule.variables[v].partners.push_back(mask_of(others));
  check_graph(b);
}

}  // namespace yaral::semantics
