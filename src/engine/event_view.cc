#include "engine/event_view.h"

#include <algorithm>

#include "engine/evaluate.h"
#include "engine/walk.h"

namespace yaral::engine {

namespace {

// A shared predicate's fields are slots of the plan (plan/compile_rule.cc).
class SlotScope : public Scope {
 public:
  explicit SlotScope(EventView& view) : view_(view) {}
  Value field(std::uint32_t index) override { return view_.slot(index); }

 private:
  EventView& view_;
};

}  // namespace

EventView::EventView(const plan::Plan& plan, functions::CallContext& context)
    : plan_(plan),
      context_(context),
      slot_epochs_(plan.slots().size()),
      slots_(plan.slots().size()),
      predicate_epochs_(plan.predicates().size()),
      predicates_(plan.predicates().size()),
      memories_(plan.slots().size()),
      text_numbers_(plan.slots().size()),
      text_epochs_(plan.slots().size()) {
  for (const plan::SharedPredicate& predicate : plan.predicates())
    memory_places_.push_back(predicate.memo_slot == plan::kNone ? 0 : memories_[predicate.memo_slot].add_predicate());
  for (std::uint32_t slot = 0; slot < memories_.size(); ++slot) {
    const plan::TextFilter* filter = plan.text_filter(slot);
    if (filter == nullptr) continue;
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t predicate : filter->predicates()) numbers.push_back(memory_places_[predicate]);
    memories_[slot].use(*filter, std::move(numbers));
  }
  for (const plan::AccessPlan::Slot& access : plan.access().slots) memories_[access.slot].use(access);
}

void EventView::open(const udm::Event& event) {
  event_ = &event;
  // The tree is only read: Value has no const flavour.
  root_ = Value::message(const_cast<udm::Message*>(event.root));
  if (++epoch_ == 0) {
    std::ranges::fill(slot_epochs_, 0);
    std::ranges::fill(predicate_epochs_, 0);
    std::ranges::fill(text_epochs_, 0);
    epoch_ = 1;
  }
}

Value EventView::read(const plan::Slot& slot) {
  if (!slot.list) return walk(root_, slot.path.steps);
  scratch_.clear();
  udm::collect(*event_->root, slot.path, scratch_);
  Value* items = context_.arena.allocate<Value>(scratch_.size());
  std::ranges::copy(scratch_, items);
  return Value::list({items, scratch_.size()});
}

Value EventView::slot(std::uint32_t index) {
  if (slot_epochs_[index] != epoch_) {
    slots_[index] = read(plan_.slots()[index]);
    slot_epochs_[index] = epoch_;
  }
  return slots_[index];
}

std::uint32_t EventView::text_number(std::uint32_t index) {
  if (text_epochs_[index] != epoch_) {
    text_numbers_[index] = memories_[index].number(slot(index).as_text());
    text_epochs_[index] = epoch_;
  }
  return text_numbers_[index];
}

bool EventView::compute(const plan::SharedPredicate& predicate) {
  SlotScope scope(*this);
  return holds(predicate.node, scope, context_);
}

bool EventView::predicate(std::uint32_t id) {
  const plan::SharedPredicate& predicate = plan_.predicates()[id];
  const std::uint32_t text = predicate.memo_slot == plan::kNone ? TextMemory::kNone : text_number(predicate.memo_slot);
  if (text != TextMemory::kNone) {
    TextMemory& memory = memories_[predicate.memo_slot];
    if (const auto known = memory.known(text, memory_places_[id]); known != TextMemory::Known::kNo)
      return known == TextMemory::Known::kTrue;
    const bool result = compute(predicate);
    memory.remember(text, memory_places_[id], result);
    return result;
  }
  if (predicate_epochs_[id] != epoch_) {
    predicates_[id] = compute(predicate);
    predicate_epochs_[id] = epoch_;
  }
  return predicates_[id];
}

}  // namespace yaral::engine
