#include "engine/rule_run.h"

#include <algorithm>
#include <tuple>

#include "engine/emit.h"
#include "engine/evaluate.h"
#include "engine/order.h"
#include "engine/suppress.h"
#include "engine/window.h"

namespace yaral::engine {

namespace {

using detections::Detection;

int compare_keys(const Value* a, const Value* b, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    if (const int order = compare(a[i], b[i]); order != 0) return order;
  return 0;
}

// All workers' rows, ordered by (key, rank, ordinal); a row of an event that was read twice is there once.
std::vector<RankedRow> gather(std::uint32_t number, std::size_t keys,
                              const std::vector<std::unique_ptr<Filter>>& filters, const EventOrder& order) {
  std::vector<RankedRow> rows;
  for (unsigned worker = 0; worker < filters.size(); ++worker)
    for (const StoredRow& row : filters[worker]->state(number).rows)
      rows.push_back({order.rank(worker, row.event), row.ordinal, row.values});
  std::ranges::sort(rows, [&](const RankedRow& a, const RankedRow& b) {
    if (const int by_key = compare_keys(a.values, b.values, keys); by_key != 0) return by_key < 0;
    return std::tie(a.rank, a.ordinal) < std::tie(b.rank, b.ordinal);
  });
  const auto again = std::ranges::unique(
      rows, [](const RankedRow& a, const RankedRow& b) { return a.rank == b.rank && a.ordinal == b.ordinal; });
  rows.erase(again.begin(), again.end());
  return rows;
}

class RuleRun {
 public:
  RuleRun(const plan::RulePlan& rule, const EventOrder& order, const MetricStore& metrics, std::int64_t now_seconds,
          RuleStats& stats)
      : rule_(rule),
        order_(order),
        metrics_(rule, metrics),
        info_(rule_info(*rule.rule)),
        context_{.arena = scratch_, .notes = stats.notes, .now_seconds = now_seconds} {}

  void run(std::span<const RankedRow> rows) {
    for (std::size_t begin = 0; begin < rows.size();) {
      const std::size_t end = group_end(rows, begin);
      run_group(rows.subspan(begin, end - begin));
      begin = end;
    }
  }

  std::vector<Detection> take() {
    std::ranges::sort(found_, comes_before);
    return std::move(found_);
  }

 private:
  // With `match` a group is a key, without it is an event.
  bool same_group(const RankedRow& a, const RankedRow& b) const {
    return rule_.rule->window ? compare_keys(a.values, b.values, rule_.keys.size()) == 0 : a.rank == b.rank;
  }

  std::size_t group_end(std::span<const RankedRow> rows, std::size_t begin) const {
    std::size_t end = begin + 1;
    while (end < rows.size() && same_group(rows[begin], rows[end])) ++end;
    return end;
  }

  void run_group(std::span<const RankedRow> rows) {
    if (!rule_.rule->window) {
      judge(rows, std::nullopt);
      return;
    }
    walk_windows(
        *rule_.rule->window, rows, order_,
        [&](std::span<const RankedRow> in_window, const GroupWindow& window) { return judge(in_window, window); });
  }

  bool judge(std::span<const RankedRow> rows, std::optional<GroupWindow> window) {
    scratch_.reset();
    GroupScope group(rule_, rows, window, context_, metrics_);
    if (!holds(rule_.condition, group, context_)) return false;
    found_.push_back(make_detection(rule_, info_, group, window, order_));
    return true;
  }

  const plan::RulePlan& rule_;
  const EventOrder& order_;
  MetricReader metrics_;
  std::shared_ptr<const detections::RuleInfo> info_;
  Arena scratch_;
  functions::CallContext context_;
  std::vector<Detection> found_;
};

}  // namespace

std::vector<Detection> run_rule(const plan::Plan& plan, std::uint32_t number,
                                const std::vector<std::unique_ptr<Filter>>& filters, const EventOrder& order,
                                const MetricStore& metrics, std::int64_t now_seconds, RuleStats& stats) {
  const plan::RulePlan& rule = plan.rules()[number];
  for (const auto& filter : filters) {
    stats.events += filter->state(number).events;
    stats.notes.merge(filter->state(number).notes);
  }
  RuleRun run(rule, order, metrics, now_seconds, stats);
  run.run(gather(number, rule.keys.size(), filters, order));
  std::vector<Detection> found = run.take();
  stats.suppressed = suppress(*rule.rule, found);
  stats.detections = found.size();
  return found;
}

}  // namespace yaral::engine
