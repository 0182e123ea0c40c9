#include "plan/plan.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "plan/compiler.h"

namespace yaral::plan {

std::string about_rule(std::string_view rule, std::string_view message) {
  return rule.empty() ? std::string(message) : fmt::format("rule {}: {}", rule, message);
}

void add_problem(std::vector<PlanProblem>& problems, PlanProblem problem) {
  if (std::ranges::find(problems, problem) == problems.end()) problems.push_back(std::move(problem));
}

std::uint32_t SharedParts::slot(const udm::Path& path, bool list) {
  const auto [at, fresh] = slot_ids_.try_emplace(std::to_string(path.root) + path.text + (list ? " list" : ""),
                                                 static_cast<std::uint32_t>(slots.size()));
  if (fresh) slots.push_back({.path = path, .list = list});
  return at->second;
}

std::uint32_t SharedParts::predicate(const std::string& key, SharedPredicate predicate) {
  const auto [at, fresh] = predicate_ids_.try_emplace(key, static_cast<std::uint32_t>(predicates.size()));
  if (fresh) predicates.push_back(std::move(predicate));
  return at->second;
}

std::uint32_t SharedParts::metric_source(MetricParts& parts) {
  const auto [at, fresh] = metric_ids_.try_emplace(parts.key, static_cast<std::uint32_t>(metric_sources.size()));
  if (fresh) metric_sources.push_back(std::move(parts.source));
  return at->second;
}

Plan::Plan(std::vector<semantics::BoundRule> rules, const Lookups& lookups, std::vector<PlanProblem>& problems,
           unsigned threads) {
  SharedParts shared;
  for (semantics::BoundRule& bound : rules) {
    auto rule = std::make_shared<const semantics::BoundRule>(std::move(bound));
    RulePlan made;
    const auto number = static_cast<std::uint32_t>(rules_.size());
    if (compile_rule(std::move(rule), lookups, number, shared, made, problems)) rules_.push_back(std::move(made));
  }
  slots_ = std::move(shared.slots);
  predicates_ = std::move(shared.predicates);
  gates_ = std::move(shared.gates);
  metric_sources_ = std::move(shared.metric_sources);
  make_filters(threads);
  access_ = make_access({rules_, slots_, predicates_, filters_}, gates(semantics::EventSource::kUdm));
}

void Plan::make_filters(unsigned threads) {
  std::vector<std::vector<TextFilter::Pattern>> patterns(slots_.size());
  for (std::uint32_t id = 0; id < predicates_.size(); ++id)
    if (!predicates_[id].pattern.empty()) patterns[predicates_[id].memo_slot].push_back({id, predicates_[id].pattern});
  filters_.resize(slots_.size());
  in_parallel(threads, slots_.size(), [&](std::size_t slot) {
    if (patterns[slot].empty()) return;
    auto filter = std::make_unique<const TextFilter>(patterns[slot]);
    if (!filter->predicates().empty()) filters_[slot] = std::move(filter);
  });
}

std::vector<udm::Path> Plan::paths() const {
  std::vector<udm::Path> paths;
  const auto add = [&](const udm::Path& path) {
    if (path.root == udm::event_root() && !path.steps.empty()) paths.push_back(path);
  };
  for (const Slot& slot : slots_) add(slot.path);
  for (const RulePlan& rule : rules_)
    for (const semantics::FieldUse& use : rule.rule->fields) add(use.path);
  add_metric_paths(metric_sources_, paths);
  return paths;
}

}  // namespace yaral::plan
