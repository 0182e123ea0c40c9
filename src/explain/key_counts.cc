#include "explain/key_counts.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "detections/value_text.h"
#include "explain/value_tally.h"
#include "semantics/expr_text.h"

namespace yaral::explain {

namespace {

using engine::RankedRow;

constexpr std::size_t kMostKeys = 100'000;

struct KeyRows {
  std::vector<Value> values;
  std::vector<std::uint64_t> rows;  // of each variable
};
using Keys = std::map<std::vector<std::string>, KeyRows>;

Keys collect_keys(const plan::RulePlan& plan, const engine::RowSet& rows, bool& cut) {
  Keys keys;
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v) {
    if (!plan.variables[v].has_all_keys()) continue;
    for (const RankedRow& row : rows.of(v)) {
      std::vector<std::string> texts;
      std::vector<Value> values;
      for (std::size_t k = 0; k < plan.keys.size(); ++k) {
        values.push_back(row.values[plan.variables[v].keys[k]]);
        texts.push_back(detections::value_text(values.back(), plan.keys[k].type));
      }
      auto at = keys.find(texts);
      if (at == keys.end()) {
        if (keys.size() == kMostKeys) {
          cut = true;
          continue;
        }
        at = keys.emplace(std::move(texts),
                          KeyRows{std::move(values), std::vector<std::uint64_t>(plan.variables.size())})
                 .first;
      }
      ++at->second.rows[v];
    }
  }
  return keys;
}

// `$host = "a", with 7 of $bad`.
std::string example_text(const plan::RulePlan& plan, const KeyRows& key) {
  std::vector<std::string> parts, present;
  for (std::size_t k = 0; k < plan.keys.size(); ++k)
    parts.push_back(fmt::format("{} = {}",
                                plan.keys[k].source_path.empty() ? '$' + plan.keys[k].name : plan.keys[k].name,
                                shown_value(key.values[k], plan.keys[k].type)));
  for (std::uint32_t v = 0; v < key.rows.size(); ++v)
    if (key.rows[v] != 0) present.push_back(fmt::format("{} of {}", key.rows[v], variable_text(*plan.rule, v)));
  return fmt::format("{}, with {}", fmt::join(parts, ", "), fmt::join(present, " and "));
}

}  // namespace

void count_keys(const plan::RulePlan& plan, const engine::RuleRows& rows, Outcome& out) {
  if (plan.keys.empty()) return;
  const Keys keys = collect_keys(plan, rows.rows, out.keys_cut);
  out.keys = keys.size();
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v) {
    if (!plan.variables[v].has_all_keys() || !plan.rule->variables[v].required) continue;
    LackingKeys lacking{.variable = variable_text(*plan.rule, v), .keys = 0, .example = {}};
    std::uint64_t most = 0;
    for (const auto& [texts, key] : keys) {
      if (key.rows[v] != 0) continue;
      ++lacking.keys;
      const std::uint64_t there = std::accumulate(key.rows.begin(), key.rows.end(), std::uint64_t{0});
      if (there > most) lacking.example = example_text(plan, key);
      most = std::max(most, there);
    }
    if (lacking.keys != 0) out.lacking.push_back(std::move(lacking));
  }
}

}  // namespace yaral::explain
