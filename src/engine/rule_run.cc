#include "engine/rule_run.h"

#include <algorithm>

#include "engine/emit.h"
#include "engine/evaluate.h"
#include "engine/group.h"
#include "engine/order.h"
#include "engine/partition.h"
#include "engine/suppress.h"
#include "engine/table_rows.h"
#include "engine/window.h"

namespace yaral::engine {

namespace {

using detections::Detection;

// What can be kept of the combinations of one window.
constexpr std::size_t kMostCombinations = 10'000'000;

class RuleRun {
 public:
  RuleRun(const plan::RulePlan& rule, const RecordOrders& orders, const RuleInput& input, RuleStats& stats)
      : rule_(rule),
        orders_(orders),
        input_(input),
        stats_(stats),
        metrics_(rule, *input.metrics),
        info_(rule_info(*rule.rule, input.depth)),
        context_{.arena = scratch_, .notes = stats.notes, .now_seconds = input.now_seconds} {}

  void run(const RowSet& rows) {
    if (!rule_.rule->window) {
      run_events(rows.of(0));
      return;
    }
    Joiner whole(rule_, rows.all(), orders_, context_);
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
    Joiner joiner(rule_, partition.rows, orders_, context_);
    walk_windows(rule_, joiner, orders_, input_.hop_grid, [&](const JoinLimits& limits, const GroupWindow& window) {
      return judge_window(partition, joiner, limits, window);
    });
    note_if_cut_off(joiner);
  }

  bool judge_window(const Partition& partition, Joiner& joiner, const JoinLimits& limits, const GroupWindow& window) {
    Group group{.keys = partition.keys, .window = window, .rows = {}, .combinations = {}};
    if (rule_.variables.size() == 1 && rule_.variables[0].source == semantics::EventSource::kUdm) {
      const RowRange range = limits.rows[0];
      group.rows = {partition.rows[0].subspan(range.begin, range.end - range.begin)};
    } else if (rule_.joins.combinations) {
      collect_combinations(joiner, limits, group);
    } else {
      collect_participants(joiner, limits, group);
    }
    const bool any = std::ranges::any_of(group.rows, [](const auto& rows) { return !rows.empty(); });
    return any && judge(group);
  }

  void collect_participants(Joiner& joiner, const JoinLimits& limits, Group& group) {
    const auto marks = joiner.participants(limits);
    rows_.assign(marks.size(), {});
    for (std::uint32_t v = 0; v < marks.size(); ++v)
      for (std::uint32_t i = 0; i < marks[v].size(); ++i)
        if (marks[v][i] != 0) rows_[v].push_back(joiner.rows()[v][limits.rows[v].begin + i]);
    group.rows.assign(rows_.begin(), rows_.end());
  }

  void collect_combinations(Joiner& joiner, const JoinLimits& limits, Group& group) {
    const std::size_t width = rule_.variables.size();
    std::vector<std::vector<const RankedRow*>> found;
    joiner.for_each(limits, [&](Joiner::Combination combination) {
      found.emplace_back(combination.begin(), combination.end());
      if (found.size() < kMostCombinations) return true;
      stats_.notes.add("window with more than 10,000,000 combinations of events: the rest was not examined");
      return false;
    });
    // Rows lie in their order, so that their addresses tell it.
    std::ranges::sort(found);
    const auto duplicates = std::ranges::unique(found);
    found.erase(duplicates.begin(), duplicates.end());
    combinations_.clear();
    rows_.assign(width, {});
    std::vector<std::vector<const RankedRow*>> members(width);
    for (const auto& combination : found) {
      combinations_.insert(combinations_.end(), combination.begin(), combination.end());
      for (std::size_t v = 0; v < width; ++v)
        if (combination[v]) members[v].push_back(combination[v]);
    }
    for (std::size_t v = 0; v < width; ++v) {
      std::ranges::sort(members[v]);
      const auto again = std::ranges::unique(members[v]);
      members[v].erase(again.begin(), again.end());
      for (const RankedRow* row : members[v]) rows_[v].push_back(*row);
    }
    group.rows.assign(rows_.begin(), rows_.end());
    group.combinations = combinations_;
  }

  bool judge(const Group& group) {
    scratch_.reset();
    GroupScope scope(rule_, group, context_, metrics_);
    if (!holds(rule_.condition, scope, context_)) return false;
    found_.push_back(make_detection(rule_, info_, scope, orders_));
    return true;
  }

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
  std::vector<std::vector<RankedRow>> rows_;  // of the group being judged
  std::vector<const RankedRow*> combinations_;
  std::vector<Detection> found_;
};

// Adds what all workers kept of a variable; the result is how many events passed its predicates.
std::uint64_t add_rows(const FilteredRecords& records, std::uint32_t rule, std::uint32_t variable, RowSet& rows) {
  std::uint64_t events = 0;
  for (unsigned worker = 0; worker < records.filters.size(); ++worker) {
    const VariableState& state = records.filters[worker]->state(rule).variables[variable];
    events += state.events;
    for (const StoredRow& row : state.rows)
      rows.add(variable, {records.order->rank(worker, row.event), row.ordinal, row.values});
  }
  return events;
}

}  // namespace

std::vector<Detection> run_rule(const plan::Plan& plan, std::uint32_t number, const RuleInput& input,
                                RuleStats& stats) {
  const plan::RulePlan& rule = plan.rules()[number];
  Arena table_values;
  RowSet rows(rule);
  RecordOrders orders(rule.variables.size());
  for (std::uint32_t v = 0; v < rule.variables.size(); ++v) {
    if (rule.variables[v].source == semantics::EventSource::kTable) {
      functions::CallContext context{.arena = table_values, .notes = stats.notes, .now_seconds = input.now_seconds};
      add_table_rows(rule, v, context, table_values, rows);
      continue;
    }
    const bool detections = rule.variables[v].source == semantics::EventSource::kDetection;
    const FilteredRecords& records = detections ? input.detections : input.events;
    orders[v] = records.order;
    stats.events += add_rows(records, number, v, rows);
  }
  for (const FilteredRecords* records : {&input.events, &input.detections})
    for (const Filter* filter : records->filters) stats.notes.merge(filter->state(number).notes);
  rows.sort();
  RuleRun run(rule, orders, input, stats);
  run.run(rows);
  std::vector<Detection> found = run.take();
  stats.suppressed = suppress(*rule.rule, found);
  stats.detections = found.size();
  return found;
}

}  // namespace yaral::engine
