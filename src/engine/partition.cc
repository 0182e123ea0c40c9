#include "engine/partition.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace yaral::engine {

namespace {

using plan::JoinPair;
using plan::kNone;
using plan::RulePlan;
using plan::VariablePlan;

struct KeyOrder {
  bool operator()(const std::vector<Value>& a, const std::vector<Value>& b) const {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (const int order = compare(a[i], b[i]); order != 0) return order < 0;
    return false;
  }
};

std::vector<Value> keys_of(const VariablePlan& variable, const RankedRow& row) {
  std::vector<Value> keys;
  for (const std::uint32_t column : variable.keys) keys.push_back(row.values[column]);
  return keys;
}

int compare_with(const VariablePlan& variable, const RankedRow& row, const std::vector<Value>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (const int order = compare(row.values[variable.keys[i]], keys[i]); order != 0) return order;
  return 0;
}

bool by_rank(const RankedRow& a, const RankedRow& b) {
  return std::tie(a.rank, a.ordinal) < std::tie(b.rank, b.ordinal);
}

// Gives variables that lack keys the rows that may join those of a partition.
class Attacher {
 public:
  Attacher(const RulePlan& rule, const RowSet& rows, Joiner& whole)
      : rule_(rule), rows_(rows), whole_(whole), storage_(rule.variables.size()) {}

  void complete(Partition& partition, std::vector<bool> present) {
    while (attach_one(partition, present)) {
    }
    for (std::uint32_t v = 0; v < present.size(); ++v) {
      if (present[v]) continue;
      storage_[v].assign(rows_.of(v).begin(), rows_.of(v).end());
      keep(partition, v);
    }
  }

 private:
  // A row stands in combinations only with a partner in each variable that all of them have.
  bool attach_one(Partition& partition, std::vector<bool>& present) {
    for (const JoinPair& pair : rule_.joins.pairs) {
      if (present[pair.to.variable] || !present[pair.from] || pair.to.equal.empty()) continue;
      if (!rule_.rule->variables[pair.from].required) continue;
      attach(partition, pair);
      present[pair.to.variable] = true;
      return true;
    }
    return false;
  }

  void attach(Partition& partition, const JoinPair& pair) {
    const std::uint32_t v = pair.to.variable;
    std::set<std::uint32_t> found;
    for (const RankedRow& from : partition.rows[pair.from])
      for (const std::uint32_t row : whole_.partners(pair, from)) found.insert(row);
    storage_[v].clear();
    for (const std::uint32_t row : found) storage_[v].push_back(rows_.of(v)[row]);
    keep(partition, v);
  }

  // Those whose keys, as far as the variable has them, are the partition's.
  void keep(Partition& partition, std::uint32_t v) {
    const VariablePlan& variable = rule_.variables[v];
    std::erase_if(storage_[v], [&](const RankedRow& row) {
      for (std::size_t i = 0; i < variable.keys.size(); ++i)
        if (variable.keys[i] != kNone && !equal(row.values[variable.keys[i]], partition.keys[i])) return true;
      return false;
    });
    std::ranges::sort(storage_[v], by_rank);
    partition.rows[v] = storage_[v];
  }

  const RulePlan& rule_;
  const RowSet& rows_;
  Joiner& whole_;
  std::vector<std::vector<RankedRow>> storage_;
};

// Merges the rows of the variables that have all keys.
class Merger {
 public:
  Merger(const RulePlan& rule, const RowSet& rows) : rule_(rule), rows_(rows), at_(rule.variables.size()) {
    for (const VariablePlan& variable : rule.variables) full_.push_back(variable.has_all_keys());
  }

  const std::vector<bool>& full() const { return full_; }

  // The next key, with the rows of those variables; nullopt after the last.
  std::optional<Partition> next() {
    Partition partition{.keys = {}, .rows = Joiner::Rows(at_.size())};
    bool any = false;
    for (std::uint32_t v = 0; v < at_.size(); ++v) {
      if (!full_[v] || at_[v] == rows_.of(v).size()) continue;
      const RankedRow& row = rows_.of(v)[at_[v]];
      if (!any || compare_with(rule_.variables[v], row, partition.keys) < 0)
        partition.keys = keys_of(rule_.variables[v], row);
      any = true;
    }
    if (!any) return std::nullopt;
    for (std::uint32_t v = 0; v < at_.size(); ++v) {
      if (!full_[v]) continue;
      const std::size_t begin = at_[v];
      while (at_[v] < rows_.of(v).size() && compare_with(rule_.variables[v], rows_.of(v)[at_[v]], partition.keys) == 0)
        ++at_[v];
      partition.rows[v] = rows_.of(v).subspan(begin, at_[v] - begin);
    }
    return partition;
  }

 private:
  const RulePlan& rule_;
  const RowSet& rows_;
  std::vector<bool> full_;
  std::vector<std::size_t> at_;
};

// Whether a variable of `among` without which no combination is has no rows.
bool lacks(const RulePlan& rule, const Partition& partition, const std::vector<bool>& among) {
  for (std::uint32_t v = 0; v < among.size(); ++v)
    if (among[v] && rule.rule->variables[v].required && partition.rows[v].empty()) return true;
  return false;
}

// No variable has all keys: they come from the combinations.
void part_combinations(const RulePlan& rule, Joiner& whole, Duration spread, Attacher& attacher,
                       const std::function<void(const Partition&)>& visit) {
  using Members = std::vector<std::set<std::uint32_t>>;
  std::map<std::vector<Value>, Members, KeyOrder> found;
  JoinLimits limits = whole.no_limits();
  limits.less_than_apart = spread;
  whole.for_each(limits, [&](Joiner::Combination combination) {
    std::vector<Value> keys(rule.keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
      for (std::uint32_t v = 0; v < combination.size(); ++v)
        if (const std::uint32_t column = rule.variables[v].keys[i]; column != kNone && combination[v])
          keys[i] = combination[v]->values[column];
    Members& members = found[keys];
    members.resize(combination.size());
    for (std::uint32_t v = 0; v < combination.size(); ++v)
      if (combination[v]) members[v].insert(static_cast<std::uint32_t>(combination[v] - whole.rows()[v].data()));
    return true;
  });
  std::vector<std::vector<RankedRow>> storage(rule.variables.size());
  for (const auto& [keys, members] : found) {
    Partition partition{.keys = keys, .rows = Joiner::Rows(rule.variables.size())};
    std::vector<bool> present;
    for (std::uint32_t v = 0; v < members.size(); ++v) {
      storage[v].clear();
      for (const std::uint32_t row : members[v]) storage[v].push_back(whole.rows()[v][row]);
      partition.rows[v] = storage[v];
      present.push_back(rule.rule->variables[v].required);
    }
    attacher.complete(partition, present);
    visit(partition);
  }
}

}  // namespace

void RowSet::sort() {
  for (std::uint32_t v = 0; v < rows_.size(); ++v) {
    const VariablePlan& variable = rule_.variables[v];
    const bool keyed = variable.has_all_keys();
    std::ranges::sort(rows_[v], [&](const RankedRow& a, const RankedRow& b) {
      if (keyed) {
        for (const std::uint32_t key : variable.keys)
          if (const int order = compare(a.values[key], b.values[key]); order != 0) return order < 0;
      }
      return by_rank(a, b);
    });
    const auto again = std::ranges::unique(
        rows_[v], [](const RankedRow& a, const RankedRow& b) { return a.rank == b.rank && a.ordinal == b.ordinal; });
    rows_[v].erase(again.begin(), again.end());
  }
}

void for_each_partition(const RulePlan& rule, const RowSet& rows, Joiner& whole, Duration spread,
                        const std::function<void(const Partition&)>& visit) {
  Attacher attacher(rule, rows, whole);
  Merger merger(rule, rows);
  if (std::ranges::find(merger.full(), true) == merger.full().end()) {
    part_combinations(rule, whole, spread, attacher, visit);
    return;
  }
  const std::vector<bool> every(rule.variables.size(), true);
  while (auto partition = merger.next()) {
    if (lacks(rule, *partition, merger.full())) continue;
    if (rule.variables.size() > 1) attacher.complete(*partition, merger.full());
    if (!lacks(rule, *partition, every)) visit(*partition);
  }
}

}  // namespace yaral::engine
