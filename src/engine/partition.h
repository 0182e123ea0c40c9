#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/filter.h"
#include "engine/joiner.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// The rows of one tuple of match keys.
struct Partition {
  std::vector<Value> keys;
  Joiner::Rows rows;  // of each variable, ordered by (rank, ordinal)
};

// All rows of a rule: of each variable ordered by its keys, if it has all of them, then by (rank, ordinal).
class RowSet {
 public:
  explicit RowSet(const plan::RulePlan& rule) : rule_(rule), rows_(rule.variables.size()) {}

  void reserve(std::uint32_t variable, std::size_t rows) { rows_[variable].reserve(rows); }
  void add(std::uint32_t variable, const RankedRow& row) { rows_[variable].push_back(row); }
  // Puts the rows in order; a row of an event that was read twice is kept once. Call once, after the last add().
  void sort();

  Joiner::Rows all() const { return {rows_.begin(), rows_.end()}; }
  std::span<const RankedRow> of(std::uint32_t variable) const { return rows_[variable]; }

 private:
  const plan::RulePlan& rule_;
  std::vector<std::vector<RankedRow>> rows_;
};

// Parts the rows of a rule with `match` by key, in the order of the keys. A variable that lacks some key is in a partition
// with the rows that may join those there. `whole` joins all rows of the rule; `spread` is the most that the events of a
// combination can be apart.
void for_each_partition(const plan::RulePlan& rule, const RowSet& rows, Joiner& whole, Duration spread,
                        const std::function<void(const Partition&)>& visit);

}  // namespace yaral::engine
