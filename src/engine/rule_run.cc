#include "engine/rule_run.h"

#include <algorithm>

#include "engine/emit.h"
#include "engine/evaluate.h"
#include "engine/group.h"
#include "engine/group_maker.h"
#include "engine/order.h"
#include "engine/partition.h"
#include "engine/rule_rows.h"
#include "engine/suppress.h"
#include "engine/window.h"

namespace yaral::engine {

namespace {

using detections::Detection;

class RuleRun {
 public:
  RuleRun(const plan::RulePlan& rule, const RecordOrders& orders, const RuleInput& input, RuleStats& stats)
      : rule_(rule),
        orders_(orders),
        input_(input),
        stats_(stats),
        metrics_(rule, *input.metrics),
        info_(rule_info(*rule.rule, input.depth)),
        context_{.arena = scratch_, .notes = stats.notes, .now_seconds = input.now_seconds},
        groups_(rule, stats.notes) {}

  void run(const RowSet& rows) {
    if (!rule_.rule->window) {
      run_events(rows.of(0));
      return;
    }
    Joiner whole(rule_, rows.all(), orders_, context_, input_.stop);
    for_each_partition(rule_, rows, whole, spread_of(*rule_.rule->window),
                       [&](const Partition& partition) { run_partition(partition); });
    note_if_cut_off(whole);
  }

  std::vector<Detection> take() {
    std::ranges::sort(found_, comes_before);
    return std::move(found_);
  }

 private:
  // Without `match` each event is a group.
  void run_events(std::span<const RankedRow> rows) {
    for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
      while (end < rows.size() && rows[end].rank == rows[begin].rank) ++end;
      judge({.keys = {}, .window = std::nullopt, .rows = {rows.subspan(begin, end - begin)}, .combinations = {}});
    }
  }

  void run_partition(const Partition& partition) {
    Joiner joiner(rule_, partition.rows, orders_, context_, input_.stop);
    if (stopped()) return;
    walk_windows(rule_, joiner, orders_, input_.hop_grid, [&](const JoinLimits& limits, const GroupWindow& window) {
      const auto group = groups_.make(partition, joiner, limits, window);
      return group && judge(*group);
    });
    note_if_cut_off(joiner);
  }

  // A search that was stopped has not found all combinations: its group would be judged by a part of itself.
  bool judge(const Group& group) {
    if (stopped()) return false;
    count(group);
    scratch_.reset();
    GroupScope scope(rule_, group, context_, metrics_);
    if (!holds(rule_.condition, scope, context_)) return false;
    found_.push_back(make_detection(rule_, info_, scope, orders_));
    return true;
  }

  void count(const Group& group) {
    std::uint64_t rows = 0;
    for (const auto& of_variable : group.rows) rows += of_variable.size();
    ++stats_.groups;
    stats_.largest_group = std::max(stats_.largest_group, rows);
  }

  bool stopped() const { return input_.stop && *input_.stop; }

  void note_if_cut_off(const Joiner& joiner) {
    if (joiner.cut_off())
      stats_.notes.add("join of more events than can be combined in reasonable time: the rest was not examined");
  }

  const plan::RulePlan& rule_;
  const RecordOrders& orders_;
  const RuleInput& input_;
  RuleStats& stats_;
  MetricReader metrics_;
  std::shared_ptr<const detections::RuleInfo> info_;
  Arena scratch_;
  functions::CallContext context_;
  GroupMaker groups_;
  std::vector<Detection> found_;
};

}  // namespace

std::vector<Detection> run_rows(const plan::RulePlan& rule, const RuleRows& rows, const RuleInput& input,
                                RuleStats& stats) {
  RuleRun run(rule, rows.orders, input, stats);
  run.run(rows.rows);
  return run.take();
}

std::vector<Detection> run_rule(const plan::Plan& plan, std::uint32_t number, const RuleInput& input,
                                RuleStats& stats) {
  const plan::RulePlan& rule = plan.rules()[number];
  RuleRows rows(rule);
  gather_rows(rule, number, input, stats.notes, rows);
  stats.events += rows.events;
  std::vector<Detection> found = run_rows(rule, rows, input, stats);
  stats.suppressed = suppress(*rule.rule, found);
  stats.detections = found.size();
  return found;
}

}  // namespace yaral::engine
