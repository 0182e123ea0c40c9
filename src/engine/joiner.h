#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/event_store.h"
#include "engine/scope.h"
#include "functions/implementation.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// A stored row with its event's rank: rows of a variable are ordered by (rank, ordinal).
struct RankedRow {
  std::uint32_t rank;
  std::uint32_t ordinal;
  const Value* values;
};

// The order of the records of each variable; null for tables, whose rows have no time.
using RecordOrders = std::vector<const EventOrder*>;

// Rows [begin, end) of a variable.
struct RowRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Which rows may be combined.
struct JoinLimits {
  std::vector<RowRange> rows;               // of each variable
  std::optional<Timestamp> overlapping;     // detections must begin at this time or later, or reach beyond it
  std::optional<Duration> less_than_apart;  // the times of all events of a combination
};

// Finds combinations: one row of each variable such that all predicates over several variables hold and no record stands
// under two variables (docs/semantics.md, "Several event variables"). Over the rows of one key; built once for them, used for
// each window.
class Joiner {
 public:
  using Rows = std::vector<std::span<const RankedRow>>;   // of each variable
  using Combination = std::span<const RankedRow* const>;  // of each variable; null where it is absent
  using Visit = std::function<bool(Combination)>;         // false: enough

  // Once `*stop` is true searches end early: what they give is then of no use.
  Joiner(const plan::RulePlan& rule, Rows rows, const RecordOrders& orders, functions::CallContext& context,
         const std::atomic<bool>* stop = nullptr);

  const Rows& rows() const { return rows_; }
  RowRange all_of(std::uint32_t variable) const { return {0, static_cast<std::uint32_t>(rows_[variable].size())}; }
  JoinLimits no_limits() const;

  // Whether a row stands in some combination.
  bool takes_part(std::uint32_t variable, std::uint32_t row, const JoinLimits& limits);
  // Whether all rows do: where nothing but the match keys joins variables, and no event is under two of them.
  bool all_take_part(const JoinLimits& limits);
  // For each variable and each row of its range whether it stands in some combination.
  std::vector<std::vector<std::uint8_t>> participants(const JoinLimits& limits);
  // Every combination; where no variable is required, those with several rows come once for each that they can begin with.
  void for_each(const JoinLimits& limits, const Visit& visit);
  // The numbers of the rows of `pair.to` that fit a row of `pair.from`.
  std::vector<std::uint32_t> partners(const plan::JoinPair& pair, const RankedRow& from);

  // Whether some search was cut off for its size.
  bool cut_off() const { return cut_off_; }

 private:
  class CombinationScope;
  using IndexEntry = std::pair<std::uint64_t, std::uint32_t>;  // hash, row
  using Index = std::vector<IndexEntry>;                       // sorted

  const Index& index(std::uint32_t which);
  std::span<const plan::JoinLookup> lookups(const plan::JoinStep& step) const;
  std::span<const IndexEntry> entries(const plan::JoinLookup& lookup, RowRange range);
  std::span<const std::uint32_t> living(std::uint32_t variable, RowRange range) const;
  bool are_equal(const plan::JoinLookup& lookup, const RankedRow& row) const;
  template <typename Try>
  bool for_candidates(const plan::JoinStep& step, const JoinLimits& limits, const Try& try_row);
  RowRange narrowed(const plan::JoinStep& step, const JoinLimits& limits) const;
  bool fits(const plan::JoinStep& step, const RankedRow& row, const JoinLimits& limits);
  bool extend(const plan::JoinOrder& order, std::size_t step, const JoinLimits& limits, const Visit& visit);
  bool extend_outer(const plan::JoinOrder& order, std::size_t step, const JoinLimits& limits, const Visit& visit);
  bool start(std::uint32_t variable, std::uint32_t row, const JoinLimits& limits, const Visit& visit);
  bool satisfies(const plan::Residual& residual);
  bool is_of_earlier_case();
  bool is_reduced() const { return rows_.size() > 2 || rule_.joins.cases.size() > 1; }
  void reduce(const JoinLimits& limits);
  bool has_partner(const plan::JoinPair& pair, const RankedRow& from, const JoinLimits& limits);
  bool is_alive(std::uint32_t variable, std::uint32_t row, const JoinLimits& limits) const;
  bool is_timed(std::uint32_t variable) const;
  std::uint32_t present() const;  // the variables of the combination so far, a bit each
  bool joins_by_keys_only() const;
  bool shares_events() const;
  bool has_event(Combination combination) const;
  bool has_keys(Combination combination) const;
  void begin_search();
  bool spend();

  const plan::RulePlan& rule_;
  Rows rows_;
  const RecordOrders& orders_;
  functions::CallContext& context_;
  const std::atomic<bool>* stop_;
  std::vector<std::optional<Index>> indexes_;
  std::vector<const RankedRow*> current_;
  std::size_t case_ = 0;                            // of plan::JoinPlan::cases
  std::vector<std::vector<std::uint8_t>> alive_;    // within the limits of the last reduce(); empty: all
  std::vector<std::vector<std::uint32_t>> living_;  // the rows that are, of variables of which `alive_` is not empty
  std::uint64_t checks_ = 0;                        // of the present search
  std::optional<bool> free_;                        // whether rows fit all others; made when needed
  bool may_lack_events_ = false;                    // entities or table rows could combine without an event
  bool exhausted_ = false;                          // it looked at too many rows
  bool cut_off_ = false;
};

}  // namespace yaral::engine
