#include <algorithm>
#include <set>

#include "plan/compile_expr.h"
#include "plan/compile_fields.h"
#include "plan/compile_joins.h"
#include "plan/compile_tables.h"
#include "plan/compiler.h"
#include "plan/conjuncts.h"

namespace yaral::plan {

namespace {

using semantics::BoundRule;
using semantics::Expr;

// Whether the result follows from the arguments alone.
bool is_function_of_arguments(const Expr& e) {
  return (e.op != Op::kCall || e.function->name != "math.random") &&
         std::ranges::all_of(e.args, is_function_of_arguments);
}

// Finds the only field below a node, when that is a single text. False when there is another one, or something that is more
// than a function of it.
bool find_only_text(const Node& node, const RulePlan& plan, std::uint32_t& only) {
  if (node.op == Op::kConstant) return true;
  if (node.op == Op::kField) {
    const FieldPlan& field = plan.fields[node.index];
    const bool unread = field.list || (field.slot == kNone && field.repeat == kNone);
    const bool other =
        only != kNone && only != node.index && (field.slot == kNone || field.slot != plan.fields[only].slot);
    if (unread || other || node.type.base != BaseType::kString) return false;
    only = node.index;
    return true;
  }
  const bool known = node.op == Op::kRegex || node.op == Op::kInList || node.op == Op::kCall || node.op == Op::kCompare;
  return known && std::ranges::all_of(node.args, [&](const Node& arg) { return find_only_text(arg, plan, only); });
}

// The only field that a predicate reads, when that is text: its results are remembered. kNone otherwise.
std::uint32_t only_text(const Expr& e, const Node& node, const RulePlan& plan) {
  std::uint32_t field = kNone;
  return is_function_of_arguments(e) && find_only_text(node, plan, field) ? field : kNone;
}

bool is_connective(Op op) { return op == Op::kAnd || op == Op::kOr || op == Op::kNot; }

// Makes a node refer to slots of the plan rather than fields of the rule.
void use_slots(Node& node, const RulePlan& plan) {
  if (node.op == Op::kField || node.op == Op::kElement || node.op == Op::kAny || node.op == Op::kAll)
    node.index = plan.fields[node.index].slot;
  for (Node& arg : node.args) use_slots(arg, plan);
}

// Replaces the tests below and/or/not that do not depend on the row by shared predicates; of the others those that literals
// of a text decide about.
void share(const Expr& e, Node& node, const BoundRule& rule, const RulePlan& plan, SharedParts& shared) {
  if (is_connective(e.op)) {
    for (std::size_t i = 0; i < e.args.size(); ++i) share(e.args[i], node.args[i], rule, plan, shared);
    return;
  }
  const std::uint32_t field = only_text(e, node, plan);
  std::string pattern = field == kNone ? std::string() : needed_pattern(e, node.list.get());
  const bool by_row = depends_on_row(node, plan);
  if (by_row && pattern.empty()) return;
  SharedPredicate made{.node = node, .pattern = std::move(pattern)};
  if (by_row) {
    made.memo_slot = shared.slot(rule.fields[field].path, true);
    node.row_text = field;
  } else if (field != kNone) {
    made.memo_slot = plan.fields[field].slot;
  }
  use_slots(made.node, plan);
  node.shared = shared.predicate(predicate_key(e, rule), std::move(made));
}

void compile_predicates(const std::vector<const Expr*>& predicates, VariablePlan& variable, ExprCompiler& compiler,
                        SharedParts& shared, const RulePlan& plan) {
  for (const Expr* e : predicates) {
    Node node = compiler.compile(*e);
    const bool table = variable.source == semantics::EventSource::kTable;
    if (!table) share(*e, node, *plan.rule, plan, shared);
    const bool by_row = table || depends_on_row(node, plan);
    (by_row ? variable.row_predicates : variable.event_predicates).push_back(std::move(node));
    variable.by_row.push_back(by_row);
  }
}

const Expr& without_name(const Expr& e) { return e.op == Op::kEnumName ? e.args[0] : e; }

void compile_keys(const BoundRule& rule, ExprCompiler& compiler, RulePlan& out) {
  for (VariablePlan& variable : out.variables) variable.keys.assign(rule.keys.size(), kNone);
  for (std::size_t i = 0; i < rule.keys.size(); ++i) {
    const semantics::MatchKey& key = rule.keys[i];
    out.keys.push_back({.name = key.name, .source_path = key.source_path, .type = key.value.type});
    for (const semantics::Source& source : key.sources) {
      out.variables[source.variable].keys[i] = column_of(source.value, false, source.variable, compiler, out);
      if (key.drop_zero) out.variables[source.variable].nonzero.push_back(compiler.compile(without_name(source.value)));
    }
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

void find_counted(const Node& node, std::set<std::uint32_t>& placeholders) {
  if (node.op == Op::kPlaceholderCount) placeholders.insert(node.index);
  for (const Node& arg : node.args) find_counted(arg, placeholders);
}

void compile_results(const BoundRule& rule, ExprCompiler& compiler, RulePlan& out) {
  for (const semantics::Outcome& outcome : rule.outcomes)
    out.outcomes.push_back(
        {.name = outcome.name, .type = outcome.value.type, .value = compiler.compile(outcome.value)});
  out.condition = compiler.compile(rule.condition);
  std::set<std::uint32_t> counted;
  find_counted(out.condition, counted);
  out.placeholders.resize(rule.placeholders.size());
  for (const std::uint32_t placeholder : counted)
    for (const semantics::Source& source : rule.placeholders[placeholder].sources)
      out.placeholders[placeholder].push_back({source.variable, compiler.compile(source.value)});
  keep_fields(out.condition, out);
  for (const OutcomePlan& outcome : out.outcomes) keep_fields(outcome.value, out);
  for (const auto& sources : out.placeholders)
    for (const PlaceholderSource& source : sources) keep_fields(source.value, out);
}

// A gate for each variable over events; what else there is is looked at by every rule that asks for it.
void index_gates(const BoundRule& rule, const Conjuncts& conjuncts, SharedParts& shared, std::uint32_t number) {
  for (std::uint32_t v = 0; v < rule.variables.size(); ++v) {
    const semantics::EventSource source = rule.variables[v].source;
    // Detections are given to the rules that they concern when they are made; so are entities that `setup` rewrites.
    const bool rewritten = std::ranges::find(rule.setup, v, &semantics::SetupOperation::variable) != rule.setup.end();
    if (source == semantics::EventSource::kTable || source == semantics::EventSource::kDetection || rewritten) continue;
    const auto gate = source == semantics::EventSource::kUdm ? find_gate(rule, conjuncts.of_variable[v]) : std::nullopt;
    GateIndex& gates = shared.gates[static_cast<std::size_t>(source)];
    if (gate)
      gates.add(shared.slot(*udm::resolve(udm::event_root(), gate->path), false), *gate, {number, v});
    else
      gates.add_ungated({number, v});
  }
}

}  // namespace

bool compile_rule(std::shared_ptr<const BoundRule> rule, const Lookups& lookups, std::uint32_t number,
                  SharedParts& shared, RulePlan& out, std::vector<PlanProblem>& problems) {
  out.rule = rule;
  for (const semantics::EventVariable& variable : rule->variables) out.variables.push_back({.source = variable.source});
  if (!find_tables(*rule, lookups.tables, out, problems)) return false;
  compile_fields(*rule, shared, out);
  ExprCompiler compiler(*rule, lookups, out, problems);
  const Conjuncts conjuncts = conjuncts_of(*rule);
  for (std::size_t v = 0; v < out.variables.size(); ++v)
    compile_predicates(conjuncts.of_variable[v], out.variables[v], compiler, shared, out);
  compile_keys(*rule, compiler, out);
  compile_joins(conjuncts.joining, compiler, out);
  compiler.begin_groups();
  compile_metrics(*rule, compiler, shared, out);
  compile_results(*rule, compiler, out);
  choose_mode(out);
  if (compiler.failed()) return false;
  index_gates(*rule, conjuncts, shared, number);
  return true;
}

}  // namespace yaral::plan
