#include "explain/group_report.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "engine/evaluate.h"
#include "explain/value_tally.h"
#include "semantics/expr_text.h"

namespace yaral::explain {

namespace {

using engine::GroupScope;
using plan::Node;
using plan::Op;
using semantics::CompareOp;
using semantics::Expr;

constexpr double kAlmost = 0.99;

bool has_parts(Op op) { return op == Op::kAnd || op == Op::kOr || op == Op::kAtLeast; }

class Reporter {
 public:
  Reporter(const plan::RulePlan& plan, GroupScope& scope, functions::CallContext& context)
      : plan_(plan), scope_(scope), context_(context) {}

  // The atoms whose truth is that of the whole condition.
  void add_atoms(const Expr& e, const Node& node, bool wanted, std::vector<AtomResult>& out) {
    if (!has_parts(e.op)) {
      out.push_back({expr_text(*plan_.rule, e), actual(e, node), wanted});
      return;
    }
    for (std::size_t i = 0; i < e.args.size(); ++i)
      if (engine::holds(node.args[i], scope_, context_) == wanted) add_atoms(e.args[i], node.args[i], wanted, out);
  }

  void add_counts(Group& report) {
    for (std::uint32_t v = 0; v < plan_.variables.size(); ++v)
      if (!plan_.variables[v].table)
        report.counts.emplace_back('#' + plan_.rule->variables[v].name,
                                   static_cast<std::uint64_t>(scope_.event_count(v)));
    for (std::uint32_t p = 0; p < plan_.placeholders.size(); ++p)
      if (!plan_.placeholders[p].empty())
        report.counts.emplace_back('#' + plan_.rule->placeholders[p].name,
                                   static_cast<std::uint64_t>(scope_.distinct_values(p)));
  }

  void add_outcomes(Group& report) {
    for (std::uint32_t o = 0; o < plan_.outcomes.size(); ++o)
      report.outcomes.emplace_back('$' + plan_.outcomes[o].name,
                                   shown_value(scope_.outcome(o), plan_.outcomes[o].type));
  }

 private:
  std::string value(const Node& node) {
    return shown_value(engine::typed(engine::evaluate(node, scope_, context_), node.type), node.type);
  }

  // The value of the side that is no constant.
  std::string actual(const Expr& e, const Node& node) {
    if (e.op == Op::kNot) return actual(e.args[0], node.args[0]);
    if (e.op == Op::kRegex || e.op == Op::kInList) return value(node.args[0]);
    if (e.op != Op::kCompare) return {};
    if (e.args[1].op == Op::kConstant) return value(node.args[0]);
    if (e.args[0].op == Op::kConstant) return value(node.args[1]);
    return fmt::format("{} against {}", value(node.args[0]), value(node.args[1]));
  }

  const plan::RulePlan& plan_;
  GroupScope& scope_;
  functions::CallContext& context_;
};

bool is_number(const Value& v) {
  return v.kind() == ValueKind::kInt || v.kind() == ValueKind::kUint || v.kind() == ValueKind::kFloat;
}

// How near two numbers are to `a op b`, which does not hold.
double nearness(CompareOp op, double a, double b) {
  const double apart = std::abs(a - b);
  switch (op) {
    case CompareOp::kGt:
    case CompareOp::kGe: return a > 0 && b > 0 ? std::min(a / (b + 1), 1.0) : 1 / (2 + apart);
    case CompareOp::kLt:
    case CompareOp::kLe:
    case CompareOp::kEq: return 1 / (2 + apart);
    case CompareOp::kNe: return 0;
  }
  return 0;
}

}  // namespace

double closeness(const Node& node, GroupScope& scope, functions::CallContext& context) {
  if (engine::holds(node, scope, context)) return 1;
  if (has_parts(node.op)) {
    std::vector<double> parts;
    for (const Node& arg : node.args) parts.push_back(closeness(arg, scope, context));
    std::ranges::sort(parts, std::greater<>());
    std::size_t needed = node.op == Op::kAnd ? parts.size() : 1;
    if (node.op == Op::kAtLeast) needed = static_cast<std::size_t>(node.constant.as_int());
    double sum = 0;
    for (std::size_t i = 0; i < needed; ++i) sum += parts[i];
    return sum / static_cast<double>(needed);
  }
  if (node.op != Op::kCompare) return 0;
  const Value a = engine::evaluate(node.args[0], scope, context);
  const Value b = engine::evaluate(node.args[1], scope, context);
  return is_number(a) && is_number(b) ? kAlmost * nearness(node.compare, a.to_double(), b.to_double()) : 0;
}

Group report_group(const plan::RulePlan& plan, GroupScope& scope, const engine::RecordOrders& orders,
                   functions::CallContext& context, bool fired) {
  const engine::Group& group = scope.group();
  Group report{.keys = {}, .has_window = group.window.has_value()};
  for (std::size_t i = 0; i < plan.keys.size(); ++i) {
    const std::string name = plan.keys[i].source_path.empty() ? '$' + plan.keys[i].name : plan.keys[i].name;
    report.keys.emplace_back(name, shown_value(engine::typed(group.keys[i], plan.keys[i].type), plan.keys[i].type));
  }
  if (group.window) {
    report.start = format_timestamp(group.window->start);
    report.end = format_timestamp(group.window->end);
  } else {
    report.start = report.end = format_timestamp(orders[0]->time(group.rows[0].front().rank));
  }
  Reporter reporter(plan, scope, context);
  reporter.add_counts(report);
  reporter.add_outcomes(report);
  reporter.add_atoms(plan.rule->condition, plan.condition, fired, report.atoms);
  return report;
}

}  // namespace yaral::explain
