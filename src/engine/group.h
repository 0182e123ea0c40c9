#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/joiner.h"
#include "engine/metric_reader.h"
#include "engine/scope.h"
#include "engine/window.h"
#include "functions/implementation.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// What a condition is judged on: the rows of one key in one window (or of one event, without `match`) that take part in
// combinations, and the combinations where the rule needs them.
struct Group {
  std::span<const Value> keys;
  std::optional<GroupWindow> window;
  std::vector<std::span<const RankedRow>> rows;  // of each variable, ordered by (rank, ordinal)
  // One after the other, a row (or null) of each variable; ordered by the rows of the first variable, then the second …
  std::span<const RankedRow* const> combinations;
};

// A group as condition and outcomes see it. Everything is computed when first asked for, so that a false count costs no
// aggregate.
class GroupScope : public Scope {
 public:
  GroupScope(const plan::RulePlan& rule, const Group& group, functions::CallContext& context, MetricReader& metrics);

  Value field(std::uint32_t index) override;
  bool is_present(std::uint32_t variable) override { return current_[variable] != nullptr; }
  Value aggregate(const plan::Node& node) override;
  Value metric(std::uint32_t index, std::span<const Value> arguments) override;
  Value key(std::uint32_t index) override { return group_.keys[index]; }
  Value outcome(std::uint32_t index) override;
  Value window_start() override;
  Value window_end() override;
  std::int64_t event_count(std::uint32_t variable) override;
  std::int64_t distinct_values(std::uint32_t placeholder) override;

  const Group& group() const { return group_; }

 private:
  std::span<const std::uint32_t> order_for(std::uint32_t variables);

  const plan::RulePlan& rule_;
  const Group& group_;
  functions::CallContext& context_;
  MetricReader& metrics_;
  std::vector<const RankedRow*> current_;  // the rows that fields are read from
  std::vector<std::optional<Value>> outcomes_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> orders_;  // of the combinations, by the variables that come first
};

}  // namespace yaral::engine
