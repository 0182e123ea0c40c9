#include "engine/group_maker.h"

#include <algorithm>

namespace yaral::engine {

namespace {

// What can be kept of the combinations of one window.
constexpr std::size_t kMostCombinations = 10'000'000;

}  // namespace

std::optional<Group> GroupMaker::make(const Partition& partition, Joiner& joiner, const JoinLimits& limits,
                                      const GroupWindow& window) {
  Group group{.keys = partition.keys, .window = window, .rows = {}, .combinations = {}};
  const bool alone = rule_.variables.size() == 1 && rule_.variables[0].source == semantics::EventSource::kUdm;
  if (alone || (!rule_.joins.combinations && joiner.all_take_part(limits))) {
    for (std::size_t v = 0; v < limits.rows.size(); ++v)
      group.rows.push_back(partition.rows[v].subspan(limits.rows[v].begin, limits.rows[v].end - limits.rows[v].begin));
  } else if (rule_.joins.combinations) {
    collect_combinations(joiner, limits, group);
  } else {
    collect_participants(joiner, limits, group);
  }
  if (std::ranges::all_of(group.rows, [](const auto& rows) { return rows.empty(); })) return std::nullopt;
  return group;
}

void GroupMaker::collect_participants(Joiner& joiner, const JoinLimits& limits, Group& group) {
  const auto marks = joiner.participants(limits);
  rows_.assign(marks.size(), {});
  for (std::uint32_t v = 0; v < marks.size(); ++v)
    for (std::uint32_t i = 0; i < marks[v].size(); ++i)
      if (marks[v][i] != 0) rows_[v].push_back(joiner.rows()[v][limits.rows[v].begin + i]);
  group.rows.assign(rows_.begin(), rows_.end());
}

void GroupMaker::collect_combinations(Joiner& joiner, const JoinLimits& limits, Group& group) {
  const std::size_t width = rule_.variables.size();
  std::vector<std::vector<const RankedRow*>> found;
  joiner.for_each(limits, [&](Joiner::Combination combination) {
    found.emplace_back(combination.begin(), combination.end());
    if (found.size() < kMostCombinations) return true;
    notes_.add("window with more than 10,000,000 combinations of events: the rest was not examined");
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

}  // namespace yaral::engine
