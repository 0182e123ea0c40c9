#include "semantics/aggregation.h"

#include <algorithm>

#include <fmt/format.h>

namespace yaral::semantics {

namespace {

bool reads_rows(const Binder& b, const Expr& e) {
  if (e.op == Op::kField)
    return b.rule.fields[e.index].access == Access::kRow && b.rule.fields[e.index].path.is_repeated();
  if (e.op == Op::kPlaceholder) return reads_rows(b, b.rule.placeholders[e.index].value);
  return std::ranges::any_of(e.args, [&](const Expr& arg) { return reads_rows(b, arg); });
}

bool is_indexed(const udm::Path& path) {
  return std::ranges::any_of(path.steps, [](const udm::PathStep& s) { return s.kind == udm::PathStep::Kind::kIndex; });
}

// An aggregate that keeps all values, fitting the type.
std::string_view aggregate_for(Type type) { return type.is_number() ? "max" : "array_distinct"; }

// The key of the group that has the same value as a field, if the rule binds one.
const MatchKey* key_with(const Binder& b, const Expr& e) {
  if (e.op != Op::kField || !worth_suggesting(b)) return nullptr;
  for (const MatchKey& key : b.rule.keys) {
    if (key.value.op != Op::kPlaceholder) continue;
    const Expr& value = b.rule.placeholders[key.value.index].value;
    if (value.op == Op::kField && value.index == e.index) return &key;
  }
  return nullptr;
}

void report_missing(Binder& b, const Expr& e, std::string_view why) {
  auto& diagnostic = report(b, Code::kMissingAggregate, e.span,
                            fmt::format("{} can have several values here: {}", written(b, e.span), why));
  if (const MatchKey* key = key_with(b, e)) {
    diagnostic.help = fmt::format("the match key `${}` has the one value of the group", key->name);
    diagnostic.fix = replace_by(e.span, "$" + key->name);
    return;
  }
  diagnostic.help = fmt::format("use an aggregate, for example `{}({})`", aggregate_for(e.type), b.source.text(e.span));
}

void check_without_match(Binder& b, const Expr& e) {
  if (reads_rows(b, e)) {
    report_missing(b, e, "the field is repeated");
  } else if (e.op == Op::kField && is_indexed(b.rule.fields[e.index].path)) {
    auto& diagnostic =
        report(b, Code::kIndexedOutcome, e.span,
               fmt::format("SecOps wants an aggregate around {}, though it is one value", written(b, e.span)));
    diagnostic.help = "bind it to a placeholder in `events`, or use an aggregate";
  }
}

bool is_fixed(const Binder& b, const Expr& e) {
  if (e.op == Op::kConstant) return true;
  if (e.op == Op::kOutcome) return is_fixed(b, b.rule.outcomes[e.index].value);
  if (e.op != Op::kArithmetic && e.op != Op::kCall && e.op != Op::kIf && e.op != Op::kCompare) return false;
  return std::ranges::all_of(e.args, [&](const Expr& arg) { return is_fixed(b, arg); });
}

const Expr* find_outcome(const Binder& b, const Expr& e) {
  if (e.op == Op::kOutcome) return is_fixed(b, e) || e.type.is_error() ? nullptr : &e;
  for (const Expr& arg : e.args)
    if (const Expr* found = find_outcome(b, arg)) return found;
  return nullptr;
}

}  // namespace

void check_aggregated(Binder& b, const Expr& e) {
  if (e.op == Op::kAggregate) return;
  const bool value = e.op == Op::kField || e.op == Op::kPlaceholder || e.op == Op::kAny || e.op == Op::kAll;
  if (!value) {
    for (const Expr& arg : e.args) check_aggregated(b, arg);
    return;
  }
  if (b.ast.match) {
    report_missing(b, e, "a group holds several events");
  } else if (e.op == Op::kField || e.op == Op::kPlaceholder) {
    check_without_match(b, e);
  }
}

bool check_outcomes_in_aggregate(Binder& b, const syntax::Expr& call, const std::vector<Expr>& args) {
  for (const Expr& arg : args) {
    const Expr* outcome = find_outcome(b, arg);
    if (!outcome) continue;
    auto& diagnostic = report(b, Code::kNestedAggregate, outcome->span,
                              fmt::format("the outcome variable {} cannot be aggregated", written(b, outcome->span)));
    diagnostic.others.push_back({call.name_span, "within this aggregate"});
    diagnostic.help = "it has one value for the whole group already: use it as it is";
    return false;
  }
  return true;
}

}  // namespace yaral::semantics
