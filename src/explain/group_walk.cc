#include "explain/group_walk.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include "engine/evaluate.h"
#include "engine/window.h"
#include "explain/group_report.h"

namespace yaral::explain {

using engine::GroupScope;
using engine::Joiner;
using engine::Partition;
using engine::RankedRow;

GroupWalk::GroupWalk(const plan::RulePlan& plan, const engine::RuleRows& rows, const engine::RuleInput& input,
                     std::size_t most)
    : plan_(plan),
      rows_(rows),
      input_(input),
      most_(most),
      context_{.arena = scratch_, .notes = notes_, .now_seconds = input.now_seconds},
      metrics_(plan, *input.metrics),
      groups_(plan, notes_) {}

void GroupWalk::run() {
  if (!plan_.rule->window) {
    run_events();
    return;
  }
  Joiner whole(plan_, rows_.rows.all(), rows_.orders, context_);
  engine::for_each_partition(plan_, rows_.rows, whole, engine::spread_of(*plan_.rule->window),
                             [&](const Partition& partition) { run_partition(partition); });
}

void GroupWalk::run_events() {
  const std::span<const RankedRow> rows = rows_.rows.of(0);
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    while (end < rows.size() && rows[end].rank == rows[begin].rank) ++end;
    judge({.keys = {}, .window = std::nullopt, .rows = {rows.subspan(begin, end - begin)}, .combinations = {}});
    for (Near& near : best_) remember(std::move(near));
    best_.clear();
  }
}

void GroupWalk::run_partition(const Partition& partition) {
  Joiner joiner(plan_, partition.rows, rows_.orders, context_);
  const auto judge_window = [&](const engine::JoinLimits& limits, const engine::GroupWindow& window) {
    const auto group = groups_.make(partition, joiner, limits, window);
    return group && judge(*group);
  };
  engine::walk_windows(plan_, joiner, rows_.orders, input_.hop_grid, judge_window);
  for (Near& near : best_) remember(std::move(near));
  best_.clear();
}

bool GroupWalk::judge(const engine::Group& group) {
  ++judged_;
  scratch_.reset();
  GroupScope scope(plan_, group, context_, metrics_);
  if (engine::holds(plan_.condition, scope, context_)) {
    ++fired_;
    if (fired_groups_.size() < most_) fired_groups_.push_back(report_group(plan_, scope, rows_.orders, context_, true));
    return true;
  }
  Near near{.closeness = closeness(plan_.condition, scope, context_), .rows = 0, .group = {}};
  for (const auto& rows : group.rows) near.rows += rows.size();
  const auto rank = [](const Near& n) { return std::tie(n.closeness, n.rows); };
  if (!best_.empty() && !(rank(best_.front()) < rank(near))) return false;
  near.group = report_group(plan_, scope, rows_.orders, context_, false);
  best_.assign(1, std::move(near));
  return false;
}

void GroupWalk::remember(Near near) {
  const auto further = [&](const Near& other) {
    return std::tie(other.closeness, other.rows) < std::tie(near.closeness, near.rows);
  };
  const auto at = std::ranges::find_if(closest_, further);
  closest_.insert(at, std::move(near));
  if (closest_.size() > most_) closest_.pop_back();
}

std::vector<Group> GroupWalk::closest() const {
  std::vector<Group> groups;
  for (const Near& near : closest_) groups.push_back(near.group);
  return groups;
}

// A rule cannot be copied whole, as it owns its constants; the parts that a plan reads when it is run can.
plan::RulePlan with_window(const plan::RulePlan& plan, Duration size) {
  auto rule = std::make_shared<semantics::BoundRule>();
  rule->name = plan.rule->name;
  rule->variables = plan.rule->variables;
  rule->fields = plan.rule->fields;
  rule->placeholders = plan.rule->placeholders;
  rule->keys = plan.rule->keys;
  rule->outcomes = plan.rule->outcomes;
  rule->condition = plan.rule->condition;
  rule->lists = plan.rule->lists;
  rule->metrics = plan.rule->metrics;
  rule->window = plan.rule->window;
  rule->window->size = size;
  plan::RulePlan other = plan;
  other.rule = std::move(rule);
  return other;
}

}  // namespace yaral::explain
