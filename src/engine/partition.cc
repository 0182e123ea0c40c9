#include "engine/partition.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "engine/row_sort.h"

namespace yaral::engine {

namespace {

using plan::JoinOrder;
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
  keys.reserve(variable.keys.size());
  for (const std::uint32_t column : variable.keys) keys.push_back(row.values[column]);
  return keys;
}

int compare_with(const VariablePlan& variable, const RankedRow& row, const std::vector<Value>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (const int order = compare(row.values[variable.keys[i]], keys[i]); order != 0) return order;
  return 0;
}

// Gives variables that lack keys the rows that may join those of a partition.
class Attacher {
 public:
  Attacher(const RulePlan& rule, const RowSet& rows, Joiner& whole)
      : rule_(rule), rows_(rows), whole_(whole), storage_(rule.variables.size()) {}

  // `present`: the variables whose rows the partition has.
  void complete(Partition& partition, const std::vector<bool>& present) {
    if (std::ranges::find(present, false) == present.end()) return;
    const auto start = start_of(present);
    std::vector<Found> found(present.size(), Found{.all = !start, .rows = {}});
    if (start)
      for (const plan::JoinCase& one : rule_.joins.cases) follow(one.orders[*start].front(), partition, present, found);
    for (std::uint32_t v = 0; v < present.size(); ++v) {
      if (present[v]) continue;
      storage_[v].clear();
      const auto rows = rows_.of(v);
      if (found[v].all)
        storage_[v].assign(rows.begin(), rows.end());
      else
        for (const std::uint32_t row : found[v].rows) storage_[v].push_back(rows[row]);
      keep(partition, v);
    }
  }

 private:
  // Rows of a variable, by their numbers.
  struct Found {
    bool all = false;
    std::set<std::uint32_t> rows;
  };

  // A variable that is present, and that every combination has.
  std::optional<std::uint32_t> start_of(const std::vector<bool>& present) const {
    for (std::uint32_t v = 0; v < present.size(); ++v)
      if (present[v] && rule_.rule->variables[v].required) return v;
    return std::nullopt;
  }

  // Adds the rows that the order can find with those of the partition.
  void follow(const JoinOrder& order, const Partition& partition, const std::vector<bool>& present,
              std::vector<Found>& found) {
    std::vector<Found> here(present.size());
    for (std::size_t i = 0; i < order.sources.size(); ++i) {
      const std::size_t after = i + 1;
      const plan::JoinStep& step =
          after < order.inner.size() ? order.inner[after] : order.outer[after - order.inner.size()];
      if (!present[step.variable]) here[step.variable] = partners(order.sources[i], partition, present, here);
    }
    for (std::size_t v = 0; v < here.size(); ++v) {
      found[v].all |= here[v].all;
      found[v].rows.merge(here[v].rows);
    }
  }

  Found partners(const std::vector<JoinPair>& sources, const Partition& partition, const std::vector<bool>& present,
                 const std::vector<Found>& here) {
    const auto unknown = [&](const JoinPair& pair) { return !present[pair.from] && here[pair.from].all; };
    Found found{.all = sources.empty() || std::ranges::any_of(sources, unknown), .rows = {}};
    if (found.all) return found;
    for (const JoinPair& pair : sources) {
      const auto add = [&](const RankedRow& from) {
        for (const std::uint32_t row : whole_.partners(pair, from)) found.rows.insert(row);
      };
      if (present[pair.from])
        std::ranges::for_each(partition.rows[pair.from], add);
      else
        for (const std::uint32_t row : here[pair.from].rows) add(rows_.of(pair.from)[row]);
    }
    return found;
  }

  // Those whose keys, as far as the variable has them, are the partition's.
  void keep(Partition& partition, std::uint32_t v) {
    const VariablePlan& variable = rule_.variables[v];
    std::erase_if(storage_[v], [&](const RankedRow& row) {
      for (std::size_t i = 0; i < variable.keys.size(); ++i)
        if (variable.keys[i] != kNone && !equal(row.values[variable.keys[i]], partition.keys[i])) return true;
      return false;
    });
    std::ranges::sort(storage_[v], comes_first);
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
    sort_rows(rule_.variables[v], rows_[v]);
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
