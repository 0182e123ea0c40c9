#include "unit/oracle/oracle.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "unit/oracle/combine.h"
#include "unit/oracle/print_group.h"
#include "unit/oracle/values.h"

namespace yaral::oracle {

namespace {

using semantics::BoundRule;
using syntax::WindowKind;

constexpr std::int64_t kNanos = 1'000'000'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

class Oracle {
 public:
  Oracle(const BoundRule& rule, const Input& input)
      : rule_(rule), input_(input), values_(rule, input), combiner_(rule, input, values_) {}

  std::vector<std::string> run() {
    if (!rule_.window) {
      each_event();
    } else if (rule_.window->kind == WindowKind::kHop) {
      input_.hop_grid ? grid_windows() : hop_windows();
    } else if (rule_.window->kind == WindowKind::kTumbling) {
      tumbling_windows();
    } else {
      sliding_windows();
    }
    suppress();
    std::vector<std::string> lines;
    for (const Fired& fired : fired_) lines.push_back(fired.line);
    std::ranges::sort(lines);
    return lines;
  }

 private:
  struct KeyLess {
    bool operator()(const std::vector<Value>& a, const std::vector<Value>& b) const {
      return std::ranges::lexicographical_compare(a, b,
                                                  [](const Value& x, const Value& y) { return compare(x, y) < 0; });
    }
  };
  template <typename T>
  using ByKey = std::map<std::vector<Value>, T, KeyLess>;

  struct Fired {
    Timestamp time;
    std::vector<Value> keys;
    std::string line;
  };

  ByKey<std::vector<Combination>> by_key(const std::vector<Combination>& combinations) {
    ByKey<std::vector<Combination>> groups;
    for (const Combination& at : combinations)
      if (const auto keys = combiner_.keys_of(at)) groups[*keys].push_back(at);
    return groups;
  }

  // The combinations of each key, made of the rows that do not contradict it.
  ByKey<std::vector<Combination>> grouped(const Combiner::Admits& admits, std::optional<Duration> span = {}) {
    ByKey<std::vector<Combination>> groups = by_key(combiner_.combine(admits, span));
    for (auto& keys : combiner_.keys_of_rows()) groups[keys];
    for (auto& [keys, combinations] : groups) {
      combiner_.restrict_to(&keys);
      auto restricted = by_key(combiner_.combine(admits, span));
      combiner_.restrict_to(nullptr);
      combinations = std::move(restricted[keys]);
    }
    std::erase_if(groups, [](const auto& group) { return group.second.empty(); });
    return groups;
  }

  // The groups of the records between `begin` and `end`; what has no time is between.
  ByKey<std::vector<Combination>> groups_in(Timestamp begin, Timestamp end) {
    return grouped([&](std::uint32_t, const Record& record) {
      return !record.timed || (record.time >= begin && record.time < end);
    });
  }

  void each_event() {
    for (const Record& event : combiner_.records(0)) {
      auto rows = combiner_.combine([&](std::uint32_t, const Record& record) { return &record == &event; });
      if (!rows.empty()) judge({.combinations = std::move(rows), .window = {}, .keys = {}, .outcomes = {}});
    }
  }

  // When the candidate windows of each key begin: at the events of bounded variables that take part.
  ByKey<std::set<Timestamp>> hop_candidates() {
    ByKey<std::set<Timestamp>> times;
    const auto everything = [](std::uint32_t, const Record&) { return true; };
    for (const auto& [keys, combinations] : grouped(everything, rule_.window->size))
      for (const Combination& at : combinations)
        for (std::size_t v = 0; v < at.size(); ++v)
          if (at[v] && at[v]->record->timed && rule_.variables[v].bounded) times[keys].insert(at[v]->record->time);
    return times;
  }

  void hop_windows() {
    std::map<Timestamp, ByKey<std::vector<Combination>>> windows;
    for (const auto& [keys, times] : hop_candidates()) {
      std::optional<Timestamp> reported_until;
      for (const Timestamp begin : times) {
        if (reported_until && begin < *reported_until) continue;
        const Timestamp end = begin + rule_.window->size;
        const auto [window, fresh] = windows.try_emplace(begin);
        if (fresh) window->second = groups_in(begin, end);
        if (judge_key(window->second, keys, {begin, end})) reported_until = end;
      }
    }
  }

  // Windows that begin at multiples of a tenth of their length; those that overlap one reported before are left out.
  void grid_windows() {
    const std::int64_t size = rule_.window->size.nanos;
    const std::int64_t step = std::max(size / 10, kNanos);
    std::set<std::int64_t> begins;
    for (std::uint32_t v = 0; v < rule_.variables.size(); ++v) {
      for (const Record& record : combiner_.records(v)) {
        if (!record.timed) continue;
        const std::int64_t time = record.time.seconds * kNanos + record.time.nanos;
        for (std::int64_t n = floor_div(time, step); n * step + size > time; --n) begins.insert(n * step);
      }
    }
    ByKey<Timestamp> reported_until;
    for (const std::int64_t nanos : begins) {
      const Timestamp begin = Timestamp{} + Duration{nanos};
      const Timestamp end = begin + rule_.window->size;
      const auto groups = groups_in(begin, end);
      for (const auto& [keys, combinations] : groups) {
        const auto before = reported_until.find(keys);
        if (before != reported_until.end() && begin < before->second) continue;
        if (judge_key(groups, keys, {begin, end})) reported_until[keys] = end;
      }
    }
  }

  void tumbling_windows() {
    const std::int64_t size = rule_.window->size.nanos / kNanos;
    std::set<std::int64_t> blocks;
    for (std::uint32_t v = 0; v < rule_.variables.size(); ++v)
      for (const Record& record : combiner_.records(v))
        if (record.timed) blocks.insert(floor_div(record.time.seconds, size));
    for (const std::int64_t block : blocks) {
      const Timestamp begin{block * size, 0};
      const Timestamp end{(block + 1) * size, 0};
      const auto groups = groups_in(begin, end);
      for (const auto& [keys, combinations] : groups) judge_key(groups, keys, {begin, end});
    }
  }

  // Each event of the pivot with each key makes a group, in a window whose ends belong to it.
  void sliding_windows() {
    const std::uint32_t pivot = rule_.window->pivot;
    const bool after = rule_.window->kind == WindowKind::kAfter;
    for (const Record& event : combiner_.records(pivot)) {
      const Timestamp begin = after ? event.time : event.time - rule_.window->size;
      const Timestamp end = after ? event.time + rule_.window->size : event.time;
      const auto groups = grouped([&](std::uint32_t v, const Record& record) {
        if (v == pivot) return &record == &event;
        return !record.timed || (record.time >= begin && record.time <= end);
      });
      for (const auto& [keys, combinations] : groups) judge_key(groups, keys, {begin, end});
    }
  }

  bool judge_key(const ByKey<std::vector<Combination>>& groups, const std::vector<Value>& keys,
                 std::pair<Timestamp, Timestamp> window) {
    const auto group = groups.find(keys);
    return group != groups.end() &&
           judge({.combinations = group->second, .window = window, .keys = keys, .outcomes = {}});
  }

  bool judge(Group group) {
    for (const semantics::Outcome& outcome : rule_.outcomes)
      group.outcomes.push_back(values_.value(outcome.value, group));
    const bool fires = !values_.value(rule_.condition, group).is_zero();
    if (!fires) return false;
    const Timestamp time = group.window ? group.window->second : group.combinations.front()[0]->record->time;
    fired_.push_back({time, group.keys, print_group(rule_, group)});
    return true;
  }

  // For each key the first detection opens a window, in which others are dropped.
  void suppress() {
    if (!rule_.suppression) return;
    std::ranges::stable_sort(fired_, {}, &Fired::time);
    ByKey<Timestamp> until;
    std::erase_if(fired_, [&](const Fired& fired) {
      const auto before = until.find(fired.keys);
      if (before != until.end() && fired.time < before->second) return true;
      until[fired.keys] = fired.time + *rule_.suppression;
      return false;
    });
  }

  const BoundRule& rule_;
  const Input& input_;
  Values values_;
  Combiner combiner_;
  std::vector<Fired> fired_;
};

}  // namespace

std::vector<std::string> evaluate(const BoundRule& rule, const Input& input) { return Oracle(rule, input).run(); }

}  // namespace yaral::oracle
