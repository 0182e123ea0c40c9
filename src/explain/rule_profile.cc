#include "explain/rule_profile.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "explain/written_predicates.h"
#include "semantics/expr_text.h"
#include "syntax/json_writer.h"

namespace yaral::explain {

namespace {

std::vector<VariableProfile> variables_of(const plan::RulePlan& plan, std::span<const WrittenPredicate> written,
                                          const engine::RuleCost& cost, const engine::Costs& costs) {
  std::vector<VariableProfile> made;
  const semantics::BoundRule& rule = *plan.rule;
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v) {
    if (plan.variables[v].source == semantics::EventSource::kTable) continue;
    const engine::VariableCost& from = cost.variables[v];
    VariableProfile& to = made.emplace_back(VariableProfile{.name = semantics::variable_text(rule, v),
                                                            .tried = from.time.calls,
                                                            .passed = from.passed,
                                                            .seconds = costs.seconds(from.time.total()),
                                                            .predicates = {}});
    for (const WrittenPredicate& predicate : written) {
      if (predicate.variable != v) continue;
      const engine::PredicateCost& of = from.predicates[predicate.number];
      to.predicates.push_back({.line = semantics::line_of(rule, predicate.expr->span),
                               .text = semantics::expr_text(rule, *predicate.expr),
                               .calls = of.time.calls,
                               .hits = of.hits,
                               .excluded = of.excluded,
                               .remembered = of.remembered,
                               .seconds = costs.seconds(of.time.total())});
    }
  }
  return made;
}

std::string milliseconds(double seconds) { return fmt::format("{:.1f} ms", seconds * 1000); }

std::string percent(double part, double whole) { return fmt::format("{:.1f} %", whole <= 0 ? 0 : part / whole * 100); }

void add_rule(const RuleProfile& rule, const ScanProfile& scan, std::string& out) {
  out += fmt::format("{:>12} {:>8}  {} ({}:{})\n", milliseconds(rule.seconds), percent(rule.seconds, scan.seconds),
                     rule.rule, rule.file, rule.line);
  const std::string indent(23, ' ');
  out += fmt::format("{}judging {}: {}, the largest of {}; {}\n", indent, milliseconds(rule.judging_seconds),
                     counted(rule.groups, "group"), counted(rule.largest_group, "row"),
                     counted(rule.detections, "detection"));
  for (const VariableProfile& variable : rule.variables) {
    out += fmt::format("{}{}: tried {} of {}, {} passed, {}\n", indent, variable.name, variable.tried,
                       counted(scan.events, "event"), variable.passed, milliseconds(variable.seconds));
    for (const PredicateProfile& p : variable.predicates)
      out += fmt::format("{}  {:>4}: {} calls, {} true, {} by literals, {} remembered, {}: {}\n", indent, p.line,
                         p.calls, percent(static_cast<double>(p.hits), static_cast<double>(p.calls)), p.excluded,
                         p.remembered, milliseconds(p.seconds), p.text);
  }
  for (const Advice& advice : rule.advice)
    out += fmt::format("{}cheaper: {}:{}: {}\n", indent, rule.file, advice.line, advice.text);
}

std::uint64_t nanoseconds(double seconds) { return static_cast<std::uint64_t>(std::max(seconds, 0.0) * 1e9); }

void add_rule(const RuleProfile& rule, syntax::JsonWriter& json) {
  json.begin_object().member("rule", rule.rule).member("file", rule.file).member("line", rule.line);
  json.member("nanoseconds", nanoseconds(rule.seconds)).member("judgingNanoseconds", nanoseconds(rule.judging_seconds));
  json.member("groups", rule.groups).member("largestGroup", rule.largest_group).member("detections", rule.detections);
  json.key("variables").begin_array();
  for (const VariableProfile& variable : rule.variables) {
    json.begin_object().member("name", variable.name).member("tried", variable.tried).member("passed", variable.passed);
    json.member("nanoseconds", nanoseconds(variable.seconds)).key("predicates").begin_array();
    for (const PredicateProfile& p : variable.predicates) {
      json.begin_object().member("line", p.line).member("text", p.text).member("calls", p.calls).member("hits", p.hits);
      json.member("byLiterals", p.excluded).member("remembered", p.remembered);
      json.member("nanoseconds", nanoseconds(p.seconds)).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("advice").begin_array();
  for (const Advice& advice : rule.advice)
    json.begin_object()
        .member("kind", advice.kind)
        .member("line", advice.line)
        .member("text", advice.text)
        .end_object();
  json.end_array().end_object();
}

}  // namespace

ScanProfile profile_of(const plan::Plan& plan, const engine::Engine& engine) {
  const engine::Costs& costs = *engine.costs();
  ScanProfile scan{.events = costs.events.calls, .rules = {}};
  double in_variables = 0;
  for (std::size_t r = 0; r < plan.rules().size(); ++r) {
    const plan::RulePlan& rule = plan.rules()[r];
    const engine::RuleStats& stats = engine.stats()[r];
    const double judging = costs.seconds(static_cast<double>(costs.rules[r].judging));
    const std::vector<WrittenPredicate> written = written_predicates(rule);
    RuleProfile& made =
        scan.rules.emplace_back(RuleProfile{.rule = rule.rule->name,
                                            .file = rule.rule->file,
                                            .line = rule.rule->line,
                                            .seconds = judging,
                                            .judging_seconds = judging,
                                            .groups = stats.groups,
                                            .largest_group = stats.largest_group,
                                            .detections = stats.detections,
                                            .variables = variables_of(rule, written, costs.rules[r], costs),
                                            .advice = {}});
    made.advice =
        advice_for({.plan = rule, .written = written, .cost = costs.rules[r], .stats = stats, .events = scan.events});
    for (const VariableProfile& variable : made.variables) {
      made.seconds += variable.seconds;
      in_variables += variable.seconds;
    }
    scan.seconds += made.seconds;
  }
  scan.shared_seconds = std::max(0.0, costs.seconds(costs.events.total()) - in_variables);
  scan.seconds += scan.shared_seconds;
  std::ranges::stable_sort(scan.rules, std::greater{}, &RuleProfile::seconds);
  return scan;
}

std::string profile_text(const ScanProfile& profile, std::size_t most) {
  std::string out = fmt::format("profile of {}: {} in all threads\n", counted(profile.rules.size(), "rule"),
                                milliseconds(profile.seconds));
  out += fmt::format("{:>12} {:>8}  finding which rules an event can concern, for all of them\n",
                     milliseconds(profile.shared_seconds), percent(profile.shared_seconds, profile.seconds));
  const std::size_t shown = std::min(most, profile.rules.size());
  for (std::size_t i = 0; i < shown; ++i) add_rule(profile.rules[i], profile, out);
  if (shown < profile.rules.size())
    out += fmt::format("  {} more (--profile-output has all)\n", counted(profile.rules.size() - shown, "rule"));
  return out;
}

std::string profile_json(const ScanProfile& profile) {
  syntax::JsonWriter json;
  json.begin_object().member("events", profile.events).member("nanoseconds", nanoseconds(profile.seconds));
  json.member("sharedNanoseconds", nanoseconds(profile.shared_seconds)).key("rules").begin_array();
  for (const RuleProfile& rule : profile.rules) add_rule(rule, json);
  return json.end_array().end_object().take() + "\n";
}

}  // namespace yaral::explain
