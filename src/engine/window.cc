#include "engine/window.h"

#include <algorithm>
#include <optional>

namespace yaral::engine {

namespace {

using semantics::EventSource;
using syntax::WindowKind;

constexpr Duration kInstant{.nanos = 1};
constexpr std::int64_t kSecond = 1'000'000'000;

// The last multiple of `size`, a whole number of seconds, that is not after `t`.
Timestamp block_start(Timestamp t, Duration size) {
  const std::int64_t step = size.nanos / kSecond;
  const std::int64_t into = ((t.seconds % step) + step) % step;
  return {.seconds = t.seconds - into, .nanos = 0};
}

class Walk {
 public:
  Walk(const plan::RulePlan& rule, Joiner& joiner, const RecordOrders& orders, const Judge& judge)
      : rule_(rule),
        size_(rule.rule->window->size),
        joiner_(joiner),
        orders_(orders),
        judge_(judge),
        next_(orders.size()) {}

  void hop() {
    for (auto t = anchor_from({.seconds = INT64_MIN}); t;) {
      const bool fired = takes_part(*t) && judge_in(*t, *t + size_);
      t = anchor_from(fired ? *t + size_ : *t + kInstant);
    }
  }

  void tumbling() {
    for (auto t = anchor_from({.seconds = INT64_MIN}); t;) {
      const Timestamp start = block_start(*t, size_);
      judge_in(start, start + size_);
      t = anchor_from(start + size_);
    }
  }

  void grid() {
    const Duration step{.nanos = std::max(size_.nanos / 10 / kSecond, std::int64_t{1}) * kSecond};
    const Duration back{.nanos = step.nanos - size_.nanos};
    std::optional<Timestamp> from;  // no window may start before
    for (auto t = anchor_from({.seconds = INT64_MIN}); t;) {
      Timestamp start = block_start(*t + back, step);
      if (from && start < *from) start = block_start(*from + Duration{.nanos = step.nanos - 1}, step);
      const bool fired = judge_in(start, start + size_);
      from = start + (fired ? size_ : step);
      t = anchor_from(*from);
    }
  }

  void sliding() {
    const std::uint32_t pivot = rule_.rule->window->pivot;
    const auto rows = joiner_.rows()[pivot];
    for (std::uint32_t begin = 0, end = 0; begin < rows.size(); begin = end) {
      while (end < rows.size() && rows[end].rank == rows[begin].rank) ++end;
      slide(pivot, {begin, end}, rows[begin].rank);
    }
  }

 private:
  bool is_anchor(std::uint32_t v) const {
    const EventSource source = rule_.variables[v].source;
    return rule_.rule->variables[v].bounded && (source == EventSource::kUdm || source == EventSource::kDetection);
  }

  Timestamp time(std::uint32_t v, std::uint32_t row) const { return orders_[v]->time(joiner_.rows()[v][row].rank); }

  std::uint32_t first_from(std::uint32_t v, Timestamp t, std::uint32_t from) const {
    const auto rows = joiner_.rows()[v].subspan(from);
    const auto at =
        std::ranges::partition_point(rows, [&](const RankedRow& row) { return orders_[v]->time(row.rank) < t; });
    return from + static_cast<std::uint32_t>(at - rows.begin());
  }

  // The first time at or after `t` of an event of a bounded variable. Asked for in rising order.
  std::optional<Timestamp> anchor_from(Timestamp t) {
    std::optional<Timestamp> first;
    for (std::uint32_t v = 0; v < next_.size(); ++v) {
      if (!is_anchor(v)) continue;
      next_[v] = first_from(v, t, next_[v]);
      if (next_[v] == joiner_.rows()[v].size()) continue;
      const Timestamp found = time(v, next_[v]);
      if (!first || found < *first) first = found;
    }
    return first;
  }

  // Whether an event of that time takes part in a combination less than the window apart.
  bool takes_part(Timestamp t) {
    if (rule_.variables.size() == 1) return true;
    JoinLimits limits = joiner_.no_limits();
    limits.less_than_apart = size_;
    for (std::uint32_t v = 0; v < next_.size(); ++v) {
      if (!is_anchor(v)) continue;
      for (std::uint32_t row = next_[v]; row < joiner_.rows()[v].size() && time(v, row) == t; ++row)
        if (is_combined(v, row, limits)) return true;
    }
    return false;
  }

  // Where variables that need not be there depend on each other, only the combinations tell which of their rows take part.
  bool is_combined(std::uint32_t v, std::uint32_t row, const JoinLimits& limits) {
    if (!rule_.joins.combinations || rule_.rule->variables[v].required) {
      if (rule_.variables.size() == 2 && rule_.joins.cases.size() == 1) return joiner_.takes_part(v, row, limits);
      // Chains are searched together: what leads nowhere is left out once for all rows.
      if (participants_.empty()) participants_ = joiner_.participants(limits);
      return participants_[v][row] != 0;
    }
    if (combined_.empty()) {
      for (const auto& rows : joiner_.rows()) combined_.emplace_back(rows.size());
      joiner_.for_each(limits, [&](Joiner::Combination combination) {
        for (std::size_t u = 0; u < combination.size(); ++u)
          if (combination[u]) combined_[u][static_cast<std::size_t>(combination[u] - joiner_.rows()[u].data())] = true;
        return true;
      });
    }
    return combined_[v][row];
  }

  // Rows from `start` on and before `end`. Entities and tables have no time; detections are in every window they overlap.
  JoinLimits within(Timestamp start, Timestamp end) const {
    JoinLimits limits = joiner_.no_limits();
    limits.overlapping = start;
    for (std::uint32_t v = 0; v < orders_.size(); ++v) {
      const EventSource source = rule_.variables[v].source;
      if (source == EventSource::kUdm) limits.rows[v].begin = first_from(v, start, 0);
      if (source == EventSource::kUdm || source == EventSource::kDetection)
        limits.rows[v].end = first_from(v, end, limits.rows[v].begin);
    }
    return limits;
  }

  bool judge_in(Timestamp start, Timestamp end) { return judge_(within(start, end), {.start = start, .end = end}); }

  void slide(std::uint32_t pivot, RowRange event, std::uint32_t rank) {
    const bool before = rule_.rule->window->kind == WindowKind::kBefore;
    const Duration back{.nanos = -size_.nanos};
    // What follows a detection follows its window; what goes with an entity lies in its interval.
    const bool at_start = before != (rule_.variables[pivot].source == EventSource::kEntity);
    const Timestamp t = at_start ? orders_[pivot]->time(rank) : orders_[pivot]->end(rank);
    const Timestamp start = before ? t + back : t;
    const Timestamp end = before ? t : t + size_;
    JoinLimits limits = within(start, end + kInstant);
    limits.rows[pivot] = event;
    limits.overlapping = start - kInstant;  // the ends of the window belong to it
    judge_(limits, {.start = start, .end = end});
  }

  const plan::RulePlan& rule_;
  const Duration size_;
  Joiner& joiner_;
  const RecordOrders& orders_;
  const Judge& judge_;
  std::vector<std::vector<std::uint8_t>> participants_;  // of each variable and row, made when needed
  std::vector<std::vector<bool>>
      combined_;                     // of each variable and row: whether some combination holds it; made when needed
  std::vector<std::uint32_t> next_;  // of each variable, the first row that anchor_from() has not passed
};

}  // namespace

void walk_windows(const plan::RulePlan& rule, Joiner& joiner, const RecordOrders& orders, bool grid,
                  const Judge& judge) {
  Walk walk(rule, joiner, orders, judge);
  switch (rule.rule->window->kind) {
    case WindowKind::kTumbling: walk.tumbling(); break;
    case WindowKind::kBefore:
    case WindowKind::kAfter: walk.sliding(); break;
    default: grid ? walk.grid() : walk.hop(); break;
  }
}

Duration spread_of(const semantics::Window& window) {
  const bool sliding = window.kind == WindowKind::kBefore || window.kind == WindowKind::kAfter;
  return sliding ? Duration{.nanos = window.size.nanos + 1} : window.size;
}

}  // namespace yaral::engine
