#include <algorithm>
#include <set>

#include "plan/compile_expr.h"
#include "plan/compile_fields.h"
#include "plan/compiler.h"

namespace yaral::plan {

namespace {

using semantics::BoundRule;
using semantics::Expr;

// The slot of the only field that a predicate reads, when that is text and the test is worth remembering.
std::uint32_t memo_slot(const Node& node, const RulePlan& plan) {
  if (node.op != Op::kRegex && node.op != Op::kInList && node.op != Op::kCall) return kNone;
  std::uint32_t slot = kNone;
  for (const Node& arg : node.args) {
    if (arg.op == Op::kConstant) continue;
    if (arg.op != Op::kField || slot != kNone || arg.type.base != BaseType::kString) return kNone;
    slot = plan.fields[arg.index].list ? kNone : plan.fields[arg.index].slot;
    if (slot == kNone) return kNone;
  }
  return slot;
}

bool is_connective(Op op) { return op == Op::kAnd || op == Op::kOr || op == Op::kNot; }

// Makes a node refer to slots of the plan rather than fields of the rule.
void use_slots(Node& node, const RulePlan& plan) {
  if (node.op == Op::kField || node.op == Op::kElement || node.op == Op::kAny || node.op == Op::kAll)
    node.index = plan.fields[node.index].slot;
  for (Node& arg : node.args) use_slots(arg, plan);
}

// Replaces the tests below and/or/not that do not depend on the row by shared predicates.
void share(const Expr& e, Node& node, const BoundRule& rule, const RulePlan& plan, SharedParts& shared) {
  if (is_connective(e.op)) {
    for (std::size_t i = 0; i < e.args.size(); ++i) share(e.args[i], node.args[i], rule, plan, shared);
    return;
  }
  if (depends_on_row(node, plan)) return;
  Node same_for_all = node;
  use_slots(same_for_all, plan);
  node.shared = shared.predicate(predicate_key(e, rule), same_for_all, memo_slot(node, plan));
}

// `a and b` as two predicates, so that each can be tried where it is cheapest.
void split(const Expr& e, std::vector<const Expr*>& out) {
  if (e.op != Op::kAnd) {
    out.push_back(&e);
    return;
  }
  for (const Expr& arg : e.args) split(arg, out);
}

void compile_predicates(const BoundRule& rule, ExprCompiler& compiler, SharedParts& shared, RulePlan& out) {
  std::vector<const Expr*> conjuncts;
  for (const Expr& predicate : rule.predicates) split(predicate, conjuncts);
  for (const Expr* e : conjuncts) {
    Node node = compiler.compile(*e);
    share(*e, node, rule, out, shared);
    (depends_on_row(node, out) ? out.row_predicates : out.event_predicates).push_back(std::move(node));
  }
}

void compile_metrics(const BoundRule& rule, ExprCompiler& compiler, SharedParts& shared, RulePlan& out) {
  for (const semantics::MetricUse& use : rule.metrics) {
    MetricParts parts = split_metric(use);
    parts.plan.source = shared.metric_source(parts);
    if (use.filter) parts.plan.filter = compiler.compile(*use.filter);
    out.metrics.push_back(std::move(parts.plan));
  }
}

void add_fields(const Node& node, std::set<std::uint32_t>& fields) {
  if (node.op == Op::kField || node.op == Op::kAny || node.op == Op::kAll) fields.insert(node.index);
  for (const Node& arg : node.args) add_fields(arg, fields);
}

void add_counted(const Node& node, std::set<std::uint32_t>& placeholders) {
  if (node.op == Op::kPlaceholderCount) placeholders.insert(node.index);
  for (const Node& arg : node.args) add_counted(arg, placeholders);
}

void find_stored(RulePlan& out) {
  std::set<std::uint32_t> counted;
  add_counted(out.condition, counted);
  std::set<std::uint32_t> fields;
  for (const KeyPlan& key : out.keys) add_fields(key.value, fields);
  for (const OutcomePlan& outcome : out.outcomes) add_fields(outcome.value, fields);
  for (std::uint32_t placeholder : counted) add_fields(out.placeholders[placeholder], fields);
  out.stored_fields.assign(fields.begin(), fields.end());
  out.counted_placeholders.assign(counted.begin(), counted.end());
}

}  // namespace

bool compile_rule(std::shared_ptr<const BoundRule> rule, const Lists& lists, SharedParts& shared, RulePlan& out,
                  std::vector<PlanProblem>& problems) {
  out.rule = rule;
  compile_fields(*rule, shared, out);
  ExprCompiler compiler(*rule, lists, out, problems);
  compile_predicates(*rule, compiler, shared, out);
  for (const semantics::Placeholder& placeholder : rule->placeholders)
    out.placeholders.push_back(compiler.compile(placeholder.value));
  for (const semantics::MatchKey& key : rule->keys) {
    out.keys.push_back({.name = key.name,
                        .source_path = key.source_path,
                        .type = key.value.type,
                        .value = compiler.compile(key.value),
                        .drop_zero = key.drop_zero});
  }
  for (const semantics::Outcome& outcome : rule->outcomes)
    out.outcomes.push_back(
        {.name = outcome.name, .type = outcome.value.type, .value = compiler.compile(outcome.value)});
  compile_metrics(*rule, compiler, shared, out);
  out.condition = compiler.compile(rule->condition);
  find_stored(out);
  return !compiler.failed();
}

}  // namespace yaral::plan
