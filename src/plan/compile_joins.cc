#include "plan/compile_joins.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "plan/separate.h"
#include "syntax/mirrored.h"

namespace yaral::plan {

namespace {

using semantics::BoundRule;
using semantics::CompareOp;
using semantics::EventSource;
using semantics::Expr;

std::uint32_t lowest(std::uint32_t mask) { return static_cast<std::uint32_t>(std::countr_zero(mask)); }

const Expr& definition(const Expr& e, const BoundRule& rule) {
  return e.op == Op::kPlaceholder ? definition(rule.placeholders[e.index].value, rule) : e;
}

bool is_event_time(const Expr& side, const BoundRule& rule) {
  const Expr& e = definition(side, rule);
  if (e.op != Op::kField) return false;
  const semantics::FieldUse& use = rule.fields[e.index];
  return rule.variables[use.variable].source == EventSource::kUdm &&
         use.path.text == "metadata.event_timestamp.seconds";
}

class JoinCompiler {
 public:
  JoinCompiler(ExprCompiler& compiler, RulePlan& out) : compiler_(compiler), rule_(*out.rule), out_(out) {}

  void add(const Expr& e) {
    if (!add_test(e)) {
      Node node = compiler_.compile(e);
      keep_fields(node, out_);
      out_.joins.residuals.push_back({std::move(node), variable_mask(e, rule_)});
    }
    joint_.push_back(variable_mask(e, rule_));
  }

  void plan_orders() {
    find_intervals();
    const auto count = static_cast<std::uint32_t>(rule_.variables.size());
    for (std::uint32_t v = 0; v < count; ++v) out_.joins.orders.push_back(order_from(v));
    for (std::uint32_t from = 0; from < count; ++from) {
      for (std::uint32_t to = 0; to < count; ++to) {
        if (from == to) continue;
        JoinStep made = step(to, 1u << from);
        if (!made.equal.empty() || !made.tests.empty() || !made.residuals.empty())
          out_.joins.pairs.push_back({from, indexed(made), only_keys(made)});
      }
    }
  }

 private:
  bool add_test(const Expr& e) {
    if (e.op != Op::kCompare) return false;
    const auto sides = separate(e, rule_);
    if (!sides) return false;
    out_.joins.tests.push_back({e.compare, side(sides->left, e.nocase), side(sides->right, e.nocase)});
    return true;
  }

  JoinTest::Side side(const Expr& e, bool fold) {
    const std::uint32_t variable = lowest(variable_mask(e, rule_));
    return {variable, column_of(e, fold, variable, compiler_, out_), is_event_time(e, rule_)};
  }

  // An entity is valid at the time of the events that it shares a predicate or a placeholder with (3.13).
  void find_intervals() {
    for (std::uint32_t entity = 0; entity < rule_.variables.size(); ++entity) {
      if (rule_.variables[entity].source != EventSource::kEntity) continue;
      for (std::uint32_t event = 0; event < rule_.variables.size(); ++event) {
        const EventSource source = rule_.variables[event].source;
        const bool timed = source == EventSource::kUdm || source == EventSource::kDetection;
        const std::uint32_t both = 1u << entity | 1u << event;
        const bool partners = (rule_.variables[entity].partners & 1u << event) != 0;
        const bool together = std::ranges::any_of(joint_, [&](std::uint32_t mask) { return (mask & both) == both; });
        if (timed && (partners || together)) out_.joins.intervals.push_back({entity, event});
      }
    }
  }

  // Match keys are equal in every group: comparing them finds nothing.
  bool is_key_test(const JoinStep& step, const StepTest& test) const {
    for (std::size_t key = 0; key < rule_.keys.size(); ++key)
      if (out_.variables[step.variable].keys[key] == test.column &&
          out_.variables[test.other].keys[key] == test.other_column)
        return true;
    return false;
  }

  bool only_keys(const JoinStep& step) const {
    if (!step.tests.empty() || !step.residuals.empty() || !step.intervals.empty()) return false;
    return std::ranges::all_of(step.equal, [&](const StepTest& test) { return is_key_test(step, test); });
  }

  JoinStep indexed(JoinStep step) {
    if (step.equal.empty()) return step;
    JoinIndex index{.variable = step.variable, .columns = {}};
    for (const StepTest& test : step.equal) index.columns.push_back(test.column);
    auto& indexes = out_.joins.indexes;
    const auto at = std::ranges::find(indexes, index);
    step.index = static_cast<std::uint32_t>(at - indexes.begin());
    if (at == indexes.end()) indexes.push_back(std::move(index));
    return step;
  }

  JoinOrder order_from(std::uint32_t start) {
    JoinOrder order;
    std::uint32_t wanted = 0, optional = 0;
    for (std::uint32_t v = 0; v < rule_.variables.size(); ++v)
      (rule_.variables[v].required || v == start ? wanted : optional) |= 1u << v;
    std::uint32_t bound = 0;
    for (std::uint32_t next = start; wanted != 0; next = best(bound, wanted)) {
      order.inner.push_back(indexed(step(next, bound)));
      bound |= 1u << next;
      wanted &= ~(1u << next);
    }
    for (; optional != 0; optional &= optional - 1) {
      order.outer.push_back(indexed(step(lowest(optional), bound)));
      bound |= 1u << lowest(optional);
    }
    return order;
  }

  // The next variable to join: one that an index finds, else one that an order narrows.
  std::uint32_t best(std::uint32_t bound, std::uint32_t wanted) const {
    std::uint32_t found = lowest(wanted);
    std::size_t most = 0;
    for (; wanted != 0; wanted &= wanted - 1) {
      const JoinStep candidate = step(lowest(wanted), bound);
      const auto telling = static_cast<std::size_t>(
          std::ranges::count_if(candidate.equal, [&](const StepTest& test) { return !is_key_test(candidate, test); }));
      const std::size_t score = telling * 100 + candidate.tests.size() * 10 + candidate.residuals.size();
      if (score <= most) continue;
      most = score;
      found = lowest(wanted);
    }
    return found;
  }

  JoinStep step(std::uint32_t variable, std::uint32_t bound) const {
    JoinStep made{.variable = variable};
    for (const JoinTest& test : out_.joins.tests) {
      if (const auto seen = seen_from(test, variable, bound))
        (seen->compare == CompareOp::kEq ? made.equal : made.tests).push_back(*seen);
    }
    const std::uint32_t with = bound | 1u << variable;
    for (std::uint32_t i = 0; i < out_.joins.residuals.size(); ++i) {
      const std::uint32_t reads = out_.joins.residuals[i].variables;
      if ((reads & ~with) == 0 && (reads & 1u << variable) != 0) made.residuals.push_back(i);
    }
    for (std::uint32_t i = 0; i < out_.joins.intervals.size(); ++i) {
      const IntervalTest& test = out_.joins.intervals[i];
      const bool here = test.entity == variable || test.event == variable;
      const std::uint32_t other = test.entity == variable ? test.event : test.entity;
      if (here && (bound & 1u << other) != 0) made.intervals.push_back(i);
    }
    return made;
  }

  static std::optional<StepTest> seen_from(const JoinTest& test, std::uint32_t variable, std::uint32_t bound) {
    const auto is_bound = [&](const JoinTest::Side& side) { return (bound & 1u << side.variable) != 0; };
    if (test.left.variable == variable && is_bound(test.right))
      return StepTest{test.compare, test.left.column, test.left.time, test.right.variable, test.right.column};
    if (test.right.variable == variable && is_bound(test.left))
      return StepTest{syntax::mirrored(test.compare), test.right.column, test.right.time, test.left.variable,
                      test.left.column};
    return std::nullopt;
  }

  ExprCompiler& compiler_;
  const BoundRule& rule_;
  RulePlan& out_;
  std::vector<std::uint32_t> joint_;  // of each predicate: the variables in it
};

// Aggregates that do not change when a value is added twice.
constexpr std::string_view kSetAggregates[] = {
    "array_distinct", "count_distinct", "earliest",    "latest", "max", "min",
    "window.first",   "window.last",    "window.range"};

// Whether an aggregate needs more than the rows of one variable that takes part in every combination.
bool needs_combinations(const Node& node, const BoundRule& rule) {
  if (node.op == Op::kAggregate) {
    if (std::ranges::find(kSetAggregates, node.aggregate) == std::end(kSetAggregates)) return true;
    if (std::popcount(node.variables) > 1) return true;
    if (node.variables != 0 && !rule.variables[lowest(node.variables)].required) return true;
  }
  return std::ranges::any_of(node.args, [&](const Node& arg) { return needs_combinations(arg, rule); });
}

// Whether each match key comes from a variable that every combination has.
bool required_have_keys(const RulePlan& plan) {
  for (std::size_t key = 0; key < plan.keys.size(); ++key) {
    bool found = false;
    for (std::size_t v = 0; v < plan.variables.size(); ++v)
      found = found || (plan.rule->variables[v].required && plan.variables[v].keys[key] != kNone);
    if (!found) return false;
  }
  return true;
}

// Whether it takes the combinations to tell which rows take part in any.
bool joins_optional(const RulePlan& plan) {
  const auto optional = [&](std::uint32_t v) { return !plan.rule->variables[v].required; };
  const auto both = [&](std::uint32_t mask) {
    int count = 0;
    for (; mask != 0; mask &= mask - 1) count += optional(lowest(mask)) ? 1 : 0;
    return count > 1;
  };
  const bool any_required = std::ranges::any_of(plan.rule->variables, &semantics::EventVariable::required);
  // Without a required variable every row takes part, alone if need be, that can tell its group.
  if (!any_required) return !std::ranges::all_of(plan.variables, &VariablePlan::has_all_keys);
  if (!required_have_keys(plan)) return true;
  // An event that stands under one of them cannot stand under another.
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v)
    for (std::uint32_t u = 0; u < v; ++u)
      if (optional(u) && optional(v) && plan.variables[u].source == plan.variables[v].source) return true;
  return std::ranges::any_of(plan.joins.residuals, [&](const Residual& r) { return both(r.variables); }) ||
         std::ranges::any_of(plan.joins.tests, [&](const JoinTest& t) {
           return optional(t.left.variable) && optional(t.right.variable);
         });
}

}  // namespace

std::uint32_t column_of(const Expr& e, bool fold, std::uint32_t variable, ExprCompiler& compiler, RulePlan& out) {
  const std::string key = predicate_key(e, *out.rule) + (fold ? " fold" : "");
  std::vector<ColumnPlan>& columns = out.variables[variable].columns;
  const auto at = std::ranges::find(columns, key, &ColumnPlan::key);
  if (at != columns.end()) return static_cast<std::uint32_t>(at - columns.begin());
  columns.push_back({.key = key, .value = compiler.compile(e), .type = e.type, .fold = fold});
  return static_cast<std::uint32_t>(columns.size() - 1);
}

void keep_fields(const Node& node, RulePlan& out) {
  if (node.op == Op::kField || node.op == Op::kAny || node.op == Op::kAll) {
    FieldPlan& field = out.fields[node.index];
    std::vector<ColumnPlan>& columns = out.variables[field.variable].columns;
    if (field.column == kNone) {
      field.column = static_cast<std::uint32_t>(columns.size());
      columns.push_back({.key = {}, .value = {.op = Op::kField, .type = field.type, .index = node.index}, .type = {}});
    }
  }
  for (const Node& arg : node.args) keep_fields(arg, out);
}

void compile_joins(const std::vector<const Expr*>& predicates, ExprCompiler& compiler, RulePlan& out) {
  JoinCompiler joins(compiler, out);
  for (const Expr* e : predicates) joins.add(*e);
  joins.plan_orders();
}

void choose_mode(RulePlan& out) {
  if (out.variables.size() == 1) return;
  bool needed = needs_combinations(out.condition, *out.rule) || joins_optional(out);
  for (const OutcomePlan& outcome : out.outcomes) needed = needed || needs_combinations(outcome.value, *out.rule);
  out.joins.combinations = needed;
}

}  // namespace yaral::plan
