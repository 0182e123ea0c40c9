#include "plan/compile_joins.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <optional>

#include "plan/alternatives.h"
#include "plan/join_orders.h"
#include "plan/separate.h"

namespace yaral::plan {

namespace {

using semantics::BoundRule;
using semantics::EventSource;
using semantics::Expr;

std::uint32_t lowest(std::uint32_t mask) { return static_cast<std::uint32_t>(std::countr_zero(mask)); }

// Times are far from where sums of them would not fit.
constexpr std::int64_t kMostSeconds = std::int64_t{1} << 40;

const Expr& definition(const Expr& e, const BoundRule& rule) {
  return e.op == Op::kPlaceholder ? definition(rule.placeholders[e.index].value, rule) : e;
}

bool is_event_time(const Expr& e, const BoundRule& rule) {
  if (e.op != Op::kField) return false;
  const semantics::FieldUse& use = rule.fields[e.index];
  return rule.variables[use.variable].source == EventSource::kUdm &&
         use.path.text == "metadata.event_timestamp.seconds";
}

// What a side adds to the event's own time, when that is all it does. As deep as rules nest.
std::optional<std::int64_t> time_plus(const Expr& side, const BoundRule& rule) {
  const Expr& e = definition(side, rule);
  if (is_event_time(e, rule)) return 0;
  const bool minus = e.arithmetic == semantics::ArithmeticOp::kSub;
  if (e.op != Op::kArithmetic || (!minus && e.arithmetic != semantics::ArithmeticOp::kAdd)) return std::nullopt;
  for (const std::size_t number : {1u, 0u}) {
    const Expr& constant = e.args[number];
    if (constant.op != Op::kConstant || constant.constant.kind() != ValueKind::kInt || (minus && number == 0)) continue;
    const auto rest = time_plus(e.args[1 - number], rule);
    const std::int64_t value = constant.constant.as_int();
    if (!rest || std::max(std::abs(*rest), std::abs(value)) > kMostSeconds) return std::nullopt;
    return minus ? *rest - value : *rest + value;
  }
  return std::nullopt;
}

class JoinCompiler {
 public:
  JoinCompiler(ExprCompiler& compiler, RulePlan& out) : compiler_(compiler), rule_(*out.rule), out_(out) {}

  void add(const Expr& e) {
    if (auto test = test_of(e)) {
      out_.joins.tests.push_back(*test);
    } else {
      out_.joins.residuals.push_back(residual_of(e));
      add_choice(e);
    }
    joint_.push_back(variable_mask(e, rule_));
  }

  // An entity is valid at the time of the events that it shares a predicate or a placeholder with (3.13).
  void find_intervals() {
    for (std::uint32_t entity = 0; entity < rule_.variables.size(); ++entity) {
      if (rule_.variables[entity].source != EventSource::kEntity) continue;
      for (std::uint32_t event = 0; event < rule_.variables.size(); ++event) {
        const EventSource source = rule_.variables[event].source;
        const bool timed = source == EventSource::kUdm || source == EventSource::kDetection;
        const std::uint32_t both = 1u << entity | 1u << event;
        const bool partners = std::ranges::any_of(rule_.variables[entity].partners,
                                                  [&](std::uint32_t others) { return (others & 1u << event) != 0; });
        const bool together = std::ranges::any_of(joint_, [&](std::uint32_t mask) { return (mask & both) == both; });
        if (timed && (partners || together)) out_.joins.intervals.push_back({entity, event});
      }
    }
  }

 private:
  std::optional<JoinTest> test_of(const Expr& e) {
    if (e.op != Op::kCompare) return std::nullopt;
    const auto sides = separate(e, rule_);
    if (!sides) return std::nullopt;
    return JoinTest{e.compare, side(sides->left, e.nocase), side(sides->right, e.nocase)};
  }

  void add_choice(const Expr& e) {
    JoinChoice choice{.variables = variable_mask(e, rule_), .alternatives = {}};
    for (const Alternative& alternative : alternatives_of(e, rule_)) {
      JoinAlternative& made = choice.alternatives.emplace_back();
      for (const Expr* part : alternative) {
        if (auto test = test_of(*part)) {
          made.tests.push_back(*test);
        } else {
          made.residuals.push_back(static_cast<std::uint32_t>(out_.joins.parts.size()));
          out_.joins.parts.push_back(residual_of(*part));
        }
      }
    }
    if (!choice.alternatives.empty()) out_.joins.choices.push_back(std::move(choice));
  }

  Residual residual_of(const Expr& e) {
    Node node = compiler_.compile(e);
    keep_fields(node, out_);
    return {std::move(node), variable_mask(e, rule_)};
  }

  JoinTest::Side side(const Expr& e, bool fold) {
    const std::uint32_t variable = lowest(variable_mask(e, rule_));
    return {variable, column_of(e, fold, variable, compiler_, out_), time_plus(e, rule_)};
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
  joins.find_intervals();
  plan_orders(out);
}

void choose_mode(RulePlan& out) {
  if (out.variables.size() == 1) return;
  bool needed = needs_combinations(out.condition, *out.rule) || joins_optional(out);
  for (const OutcomePlan& outcome : out.outcomes) needed = needed || needs_combinations(outcome.value, *out.rule);
  out.joins.combinations = needed;
}

}  // namespace yaral::plan
