#include "semantics/joins.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace yaral::semantics {

namespace {

using syntax::CompareOp;
using Pair = std::pair<std::uint32_t, std::uint32_t>;

constexpr std::size_t kMostTableJoins = 10;

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

// Arithmetic on a side filters, but does not join (3.8).
bool is_joining_side(const Binder& b, const Expr& e) {
  if (e.op == Op::kPlaceholder) return is_joining_side(b, b.rule.placeholders[e.index].value);
  return e.op != Op::kArithmetic && variables_of(b, e).size() == 1;
}

// The pairs of variables that an event satisfying `e` surely has equal values in.
std::set<Pair> pairs_of(const Binder& b, const Expr& e) {
  std::set<Pair> pairs;
  if (e.op == Op::kCompare && e.compare == CompareOp::kEq) {
    if (!std::ranges::all_of(e.args, [&](const Expr& arg) { return is_joining_side(b, arg); })) return pairs;
    const std::uint32_t left = *variables_of(b, e.args[0]).begin();
    const std::uint32_t right = *variables_of(b, e.args[1]).begin();
    if (left != right) pairs.insert(std::minmax(left, right));
  } else if (e.op == Op::kAnd) {
    for (const Expr& arg : e.args) pairs.merge(pairs_of(b, arg));
  } else if (e.op == Op::kOr) {
    pairs = pairs_of(b, e.args[0]);
    for (const Expr& arg : e.args) {
      std::set<Pair> both;
      std::ranges::set_intersection(pairs, pairs_of(b, arg), std::inserter(both, both.end()));
      pairs = std::move(both);
    }
  } else if (e.op == Op::kCall) {
    // re.regex(field, %table.pattern) and the like join row by row (3.12).
    const auto variables = variables_of(b, e);
    if (variables.size() == 2) pairs.insert({*variables.begin(), *variables.rbegin()});
  }
  return pairs;
}

// The variables among `among` that `start` is connected to.
std::set<std::uint32_t> reachable(const std::vector<std::set<std::uint32_t>>& partners, std::uint32_t start,
                                  const std::set<std::uint32_t>& among) {
  std::set<std::uint32_t> seen{start};
  std::vector<std::uint32_t> open{start};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    for (const std::uint32_t next : partners[at])
      if (among.contains(next) && seen.insert(next).second) open.push_back(next);
  }
  return seen;
}

char sigil(const EventVariable& v) { return v.source == EventSource::kTable ? '%' : '$'; }

void report_not_joined(Binder& b, const EventVariable& lone, const EventVariable& other, bool without_optional) {
  auto& diagnostic =
      report(b, Code::kNotJoined, lone.first_use,
             fmt::format("`{}{}` is not joined with `{}{}`{}", sigil(lone), lone.name, sigil(other), other.name,
                         without_optional ? " other than by events that may be absent" : ""));
  diagnostic.others.push_back({other.first_use, "the other variable"});
  diagnostic.help = lone.source == EventSource::kTable
                        ? "compare one of its columns with a field by `=`"
                        : fmt::format("bind one placeholder in both: `${}.principal.hostname = $host`", lone.name);
}

// Whether all of `wanted` hang together.
bool check_connected(Binder& b, const std::vector<std::set<std::uint32_t>>& partners,
                     const std::set<std::uint32_t>& wanted, bool without_optional) {
  if (wanted.empty()) return true;
  const std::set<std::uint32_t> seen = reachable(partners, *wanted.begin(), wanted);
  for (const std::uint32_t v : wanted) {
    if (seen.contains(v)) continue;
    report_not_joined(b, b.rule.variables[v], b.rule.variables[*wanted.begin()], without_optional);
    return false;
  }
  return true;
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

std::vector<std::set<std::uint32_t>> join_partners(const Binder& b) {
  std::vector<std::set<std::uint32_t>> partners(b.rule.variables.size());
  const auto join = [&](std::uint32_t left, std::uint32_t right) {
    if (left == right) return;
    partners[left].insert(right);
    partners[right].insert(left);
  };
  for (const auto* predicates : {&b.rule.predicates, &b.rule.implied})
    for (const Expr& e : *predicates)
      for (const auto& [left, right] : pairs_of(b, e)) join(left, right);
  // A placeholder joins all variables that it is bound in.
  for (const Placeholder& p : b.rule.placeholders)
    for (const Source& left : p.sources)
      for (const Source& right : p.sources)
        if (is_joining_side(b, left.value) && is_joining_side(b, right.value)) join(left.variable, right.variable);
  return partners;
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
  const auto partners = join_partners(b);
  std::set<std::uint32_t> all, required;
  for (std::uint32_t v = 0; v < b.rule.variables.size(); ++v) {
    for (const std::uint32_t partner : partners[v]) b.rule.variables[v].partners |= 1u << partner;
    all.insert(v);
    if (b.rule.variables[v].required) required.insert(v);
  }
  if (check_connected(b, partners, all, false)) check_connected(b, partners, required, true);
}

}  // namespace yaral::semantics
