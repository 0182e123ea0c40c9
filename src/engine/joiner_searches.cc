// The searches of a Joiner over all rows.

#include <algorithm>
#include <iterator>

#include "engine/joiner.h"

namespace yaral::engine {

using plan::JoinPair;
using plan::kNone;

// Leaves out rows without a partner in a variable that must be there, from the last one to the first and back: what is left
// of a chain of joins is nearly free of dead ends, so that searching it does not explode.
void Joiner::reduce(const JoinLimits& limits) {
  const plan::JoinCase& one = rule_.joins.cases[case_];
  alive_.assign(rows_.size(), {});
  living_.clear();
  const auto required = [&](std::uint32_t v) { return rule_.rule->variables[v].required; };
  const auto keep = [&](std::uint32_t v, const auto& stays) {
    const RowRange range = limits.rows[v];
    if (alive_[v].empty()) alive_[v].assign(range.end - range.begin, 1);
    for (std::uint32_t i = 0; i < alive_[v].size(); ++i)
      if (alive_[v][i] != 0 && !stays(rows_[v][range.begin + i])) alive_[v][i] = 0;
  };
  for (std::uint32_t v = 0; v < rows_.size(); ++v) {
    const plan::JoinStep& alone = one.orders[v].front().inner.front();
    if (required(v) && !alone.parts.empty()) keep(v, [&](const RankedRow& row) { return fits(alone, row, limits); });
  }
  const auto filter = [&](const JoinPair& pair) {
    if (pair.only_keys || !required(pair.from) || !required(pair.to.variable)) return;
    keep(pair.from, [&](const RankedRow& row) { return has_partner(pair, row, limits); });
  };
  for (auto pair = one.pairs.rbegin(); pair != one.pairs.rend(); ++pair) filter(*pair);
  for (const JoinPair& pair : one.pairs) filter(pair);
  std::vector<std::vector<std::uint32_t>> living(rows_.size());
  for (std::uint32_t v = 0; v < rows_.size(); ++v)
    for (std::uint32_t i = 0; i < alive_[v].size(); ++i)
      if (alive_[v][i] != 0) living[v].push_back(limits.rows[v].begin + i);
  living_ = std::move(living);
}

bool Joiner::joins_by_keys_only() const {
  const plan::JoinPlan& joins = rule_.joins;
  const bool plain = joins.cases.size() == 1 && joins.residuals.empty() && joins.intervals.empty();
  return plain && std::ranges::all_of(joins.cases[0].pairs, &JoinPair::only_keys);
}

bool Joiner::shares_events() const {
  std::vector<std::uint32_t> all;
  for (const auto& rows : rows_) {
    std::vector<std::uint32_t> own;
    for (const RankedRow& row : rows)
      if (own.empty() || own.back() != row.rank) own.push_back(row.rank);
    std::vector<std::uint32_t> both;
    both.reserve(all.size() + own.size());
    std::ranges::merge(all, own, std::back_inserter(both));
    all = std::move(both);
  }
  return std::ranges::adjacent_find(all) != all.end();
}

bool Joiner::all_take_part(const JoinLimits& limits) {
  std::uint32_t required = 0;
  for (std::uint32_t v = 0; v < rows_.size(); ++v) {
    if (rule_.variables[v].source != semantics::EventSource::kUdm) return false;
    if (!rule_.rule->variables[v].required) continue;
    required |= 1u << v;
    if (limits.rows[v].begin == limits.rows[v].end) return false;
  }
  const auto joined = [&](const semantics::EventVariable& variable) {
    return variable.required ||
           std::ranges::any_of(variable.partners, [&](std::uint32_t others) { return (others & ~required) == 0; });
  };
  if (limits.less_than_apart || required == 0 || !std::ranges::all_of(rule_.rule->variables, joined)) return false;
  if (!free_) free_ = joins_by_keys_only() && !shares_events();
  return *free_;
}

std::vector<std::vector<std::uint8_t>> Joiner::participants(const JoinLimits& limits) {
  std::vector<std::vector<std::uint8_t>> marks;
  marks.reserve(limits.rows.size());
  for (const RowRange& range : limits.rows) marks.emplace_back(range.end - range.begin, 0);
  const auto mark = [&](Combination combination) {
    for (std::uint32_t v = 0; v < combination.size(); ++v) {
      if (!combination[v]) continue;
      const auto row = static_cast<std::uint32_t>(combination[v] - rows_[v].data());
      marks[v][row - limits.rows[v].begin] = 1;
    }
  };
  if (may_lack_events_) {
    for_each(limits, [&](Combination combination) {
      mark(combination);
      return true;
    });
    return marks;
  }
  for (begin_search(); case_ < rule_.joins.cases.size(); ++case_) {
    if (is_reduced()) reduce(limits);
    for (std::uint32_t v = 0; v < rows_.size(); ++v) {
      for (std::uint32_t i = 0; i < marks[v].size(); ++i) {
        if (marks[v][i] != 0 || exhausted_) continue;
        if (start(v, limits.rows[v].begin + i, limits, {})) mark(current_);
        std::ranges::fill(current_, nullptr);
      }
    }
  }
  return marks;
}

// Entities and table rows are context of something that happened.
bool Joiner::has_event(Combination combination) const {
  for (std::uint32_t v = 0; v < combination.size(); ++v)
    if (combination[v] && is_timed(v)) return true;
  return false;
}

bool Joiner::has_keys(Combination combination) const {
  for (std::size_t key = 0; key < rule_.keys.size(); ++key) {
    bool found = false;
    for (std::uint32_t v = 0; v < combination.size() && !found; ++v)
      found = combination[v] && rule_.variables[v].keys[key] != kNone;
    if (!found) return false;
  }
  return true;
}

void Joiner::for_each(const JoinLimits& limits, const Visit& visit) {
  std::vector<std::uint32_t> starts;
  for (std::uint32_t v = 0; v < rows_.size(); ++v)
    if (rule_.rule->variables[v].required) starts.push_back(v);
  const auto size = [&](std::uint32_t v) { return limits.rows[v].end - limits.rows[v].begin; };
  if (!starts.empty()) {
    starts = {*std::ranges::min_element(starts, {}, size)};
  } else {
    for (std::uint32_t v = 0; v < rows_.size(); ++v)
      if (is_timed(v)) starts.push_back(v);
  }
  // What lacks a key is in no group.
  const Visit visit_keyed = [&](Combination combination) {
    return !has_event(combination) || !has_keys(combination) || visit(combination);
  };
  for (begin_search(); case_ < rule_.joins.cases.size(); ++case_) {
    if (is_reduced()) reduce(limits);
    for (const std::uint32_t first : starts)
      for (std::uint32_t row = limits.rows[first].begin; row < limits.rows[first].end && !exhausted_; ++row)
        if (start(first, row, limits, visit_keyed)) return;
  }
}

}  // namespace yaral::engine
