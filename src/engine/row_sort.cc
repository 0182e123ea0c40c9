#include "engine/row_sort.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/text_hash.h"

namespace yaral::engine {

namespace {

using plan::VariablePlan;

int compare_keys(const VariablePlan& variable, const Value* a, const Value* b) {
  for (const std::uint32_t key : variable.keys)
    if (const int order = compare(a[key], b[key]); order != 0) return order;
  return 0;
}

// Parts rows by key without comparing each with others: where many rows share a key that takes time linear in the rows, and memory
// for their keys is little beside that of the rows.
class KeySorter {
 public:
  KeySorter(const VariablePlan& variable, std::vector<RankedRow>& rows)
      : variable_(variable), rows_(rows), ids_(kAtFirst, Hash{variable, rows}, SameKey{variable, rows}) {}

  // False, and nothing is done, where the keys are many.
  bool run() {
    constexpr std::size_t kRowsPerKey = 4;
    if (rows_.size() > UINT32_MAX) return false;
    for (std::uint32_t row = 0; row < rows_.size(); ++row) {
      ids_of_rows_.push_back(ids_.try_emplace(row, static_cast<std::uint32_t>(ids_.size())).first->second);
      if (ids_.size() > rows_.size() / kRowsPerKey) return false;
    }
    place(order_of_ids());
    return true;
  }

 private:
  struct Hash {
    const VariablePlan& variable;
    const std::vector<RankedRow>& rows;
    TextHash of_text;

    std::size_t operator()(std::uint32_t row) const {
      const Value* const values = rows[row].values;
      std::uint64_t hash = 0;
      for (const std::uint32_t key : variable.keys) {
        const Value& value = values[key];
        const bool text = value.kind() == ValueKind::kString && !value.is_zero();
        hash = (hash ^ (text ? of_text(value.as_text()) : hash_value(value))) * 0x9E3779B97F4A7C15;
      }
      return hash;
    }
  };
  struct SameKey {
    const VariablePlan& variable;
    const std::vector<RankedRow>& rows;

    bool operator()(std::uint32_t a, std::uint32_t b) const {
      return compare_keys(variable, rows[a].values, rows[b].values) == 0;
    }
  };

  // Of each id the place of its key among all keys.
  std::vector<std::uint32_t> order_of_ids() const {
    std::vector<std::pair<const Value*, std::uint32_t>> keys;
    keys.reserve(ids_.size());
    for (const auto& [row, id] : ids_) keys.emplace_back(rows_[row].values, id);
    std::ranges::sort(keys,
                      [&](const auto& a, const auto& b) { return compare_keys(variable_, a.first, b.first) < 0; });
    std::vector<std::uint32_t> order(keys.size());
    std::uint32_t place = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      // Values that are no numbers may be alike in order and not in hash.
      if (i > 0 && compare_keys(variable_, keys[i - 1].first, keys[i].first) != 0) ++place;
      order[keys[i].second] = place;
    }
    return order;
  }

  void place(const std::vector<std::uint32_t>& order) {
    std::vector<std::size_t> begins(order.size() + 1);
    for (const std::uint32_t id : ids_of_rows_) ++begins[order[id] + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
    std::vector<RankedRow> placed(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) placed[next[order[ids_of_rows_[i]]]++] = rows_[i];
    rows_ = std::move(placed);
    for (std::size_t key = 0; key < order.size(); ++key) {
      const auto group = std::span(rows_).subspan(begins[key], begins[key + 1] - begins[key]);
      if (!std::ranges::is_sorted(group, comes_first)) std::ranges::sort(group, comes_first);
    }
  }

  static constexpr std::size_t kAtFirst = 64;

  const VariablePlan& variable_;
  std::vector<RankedRow>& rows_;
  boost::unordered_flat_map<std::uint32_t, std::uint32_t, Hash, SameKey> ids_;  // of keys, by the first row of each
  std::vector<std::uint32_t> ids_of_rows_;
};

}  // namespace

bool comes_first(const RankedRow& a, const RankedRow& b) {
  return std::tie(a.rank, a.ordinal) < std::tie(b.rank, b.ordinal);
}

void sort_rows(const VariablePlan& variable, std::vector<RankedRow>& rows) {
  if (!variable.has_all_keys() || variable.keys.empty()) {
    std::ranges::sort(rows, comes_first);
    return;
  }
  if (KeySorter(variable, rows).run()) return;
  std::ranges::sort(rows, [&](const RankedRow& a, const RankedRow& b) {
    const int order = compare_keys(variable, a.values, b.values);
    return order != 0 ? order < 0 : comes_first(a, b);
  });
}

}  // namespace yaral::engine
