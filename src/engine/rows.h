#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/event_view.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// One event has at most so many rows; a hostile product of long lists stops there, with a note.
inline constexpr std::uint32_t kMaxRows = 100'000;

// A row of an event: the view, and for each unnested field of the rule the element that the row holds.
class RowScope : public Scope {
 public:
  RowScope(EventView& view, const plan::RulePlan& rule, std::span<const Value> elements)
      : view_(view), rule_(rule), elements_(elements) {}

  Value field(std::uint32_t index) override;
  bool shared_predicate(const plan::Node& node) override;

 private:
  EventView& view_;
  const plan::RulePlan& rule_;
  std::span<const Value> elements_;
};

// Steps through the rows of an event (language reference 3.9): the product over the unnested fields of an event
// variable, nested ones inside their parent's element. An empty repeated field gives one row with the zero value (3.3). A
// variable that unnests nothing has one row.
class RowCursor {
 public:
  RowCursor(EventView& view, const plan::VariablePlan& variable);

  // The elements of the current row, one for each VariablePlan::repeats.
  std::span<const Value> elements() const { return current_; }
  std::uint32_t ordinal() const { return ordinal_; }
  // Moves to the next row; false when there is none.
  bool next();

 private:
  // Points unnested field `from` and all after it to their first element.
  void restart(std::size_t from);

  EventView& view_;
  const plan::VariablePlan& variable_;
  std::vector<std::span<const Value>> lists_;
  std::vector<std::size_t> positions_;
  std::vector<Value> current_;
  std::uint32_t ordinal_ = 0;
};

}  // namespace yaral::engine
