#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/event_store.h"
#include "engine/metric_reader.h"
#include "engine/scope.h"
#include "functions/implementation.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// A stored row with its event's rank: rows of a group are ordered by (rank, ordinal).
struct RankedRow {
  std::uint32_t rank;
  std::uint32_t ordinal;
  const Value* values;
};

// The window a group is judged in; absent for rules without `match`.
struct GroupWindow {
  Timestamp start;
  Timestamp end;
};

// The rows of one key in one window (or of one event, without `match`), as condition and outcomes see them. Everything is
// computed when first asked for, so that a false count costs no aggregate.
class GroupScope : public Scope {
 public:
  GroupScope(const plan::RulePlan& rule, std::span<const RankedRow> rows, std::optional<GroupWindow> window,
             functions::CallContext& context, MetricReader& metrics);

  Value field(std::uint32_t index) override;
  Value aggregate(const plan::Node& node) override;
  Value metric(std::uint32_t index, std::span<const Value> arguments) override;
  Value key(std::uint32_t index) override { return rows_.front().values[index]; }
  Value outcome(std::uint32_t index) override;
  Value window_start() override;
  Value window_end() override;
  std::int64_t event_count(std::uint32_t variable) override;
  std::int64_t distinct_values(std::uint32_t placeholder) override;

  std::span<const RankedRow> rows() const { return rows_; }

 private:
  const plan::RulePlan& rule_;
  std::span<const RankedRow> rows_;
  std::optional<GroupWindow> window_;
  functions::CallContext& context_;
  MetricReader& metrics_;
  const RankedRow* current_;  // the row that fields are read from
  std::vector<std::optional<Value>> outcomes_;
};

}  // namespace yaral::engine
