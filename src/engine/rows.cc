#include "engine/rows.h"

#include "engine/walk.h"

namespace yaral::engine {

Value RowScope::field(std::uint32_t index) {
  const plan::FieldPlan& field = rule_.fields[index];
  if (field.repeat == plan::kNone) return view_.slot(field.slot);
  return walk(elements_[field.repeat], field.rest);
}

bool RowScope::shared_predicate(const plan::Node& node) {
  return node.row_text == plan::kNone ? view_.predicate(node.shared)
                                      : view_.predicate(node.shared, field(node.row_text));
}

RowCursor::RowCursor(EventView& view, const plan::VariablePlan& variable)
    : view_(view),
      variable_(variable),
      lists_(variable.repeats.size()),
      positions_(variable.repeats.size()),
      current_(variable.repeats.size()) {
  restart(0);
}

void RowCursor::restart(std::size_t from) {
  for (std::size_t i = from; i < lists_.size(); ++i) {
    const plan::RepeatNode& node = variable_.repeats[i];
    const Value parent = node.parent == plan::kNone ? view_.root() : current_[node.parent];
    lists_[i] = engine::elements(parent, node.steps);
    positions_[i] = 0;
    current_[i] = lists_[i].empty() ? Value{} : lists_[i][0];
  }
}

bool RowCursor::next() {
  for (std::size_t i = lists_.size(); i-- > 0;) {
    if (positions_[i] + 1 >= lists_[i].size()) continue;
    current_[i] = lists_[i][++positions_[i]];
    restart(i + 1);
    ++ordinal_;
    return true;
  }
  return false;
}

}  // namespace yaral::engine
