#include "engine/event_view.h"

#include <algorithm>

#include "engine/evaluate.h"
#include "engine/walk.h"

namespace yaral::engine {

namespace {

constexpr std::uint64_t kEventsPerReset = 256;

// A shared predicate's fields are slots of the plan (plan/compile_rule.cc).
class SlotScope : public Scope {
 public:
  explicit SlotScope(EventView& view) : view_(view) {}
  Value field(std::uint32_t index) override { return view_.slot(index); }

 private:
  EventView& view_;
};

// Of a predicate over one text.
class TextScope : public Scope {
 public:
  explicit TextScope(const Value& text) : text_(text) {}
  Value field(std::uint32_t) override { return text_; }

 private:
  Value text_;
};

}  // namespace

EventView::EventView(const plan::Plan& plan, functions::CallContext& context)
    : plan_(plan),
      context_(context),
      places_(plan.slots()),
      slot_epochs_(plan.slots().size()),
      slots_(plan.slots().size()),
      predicate_epochs_(plan.predicates().size()),
      predicates_(plan.predicates().size()),
      memories_(plan.slots().size()),
      text_numbers_(plan.slots().size()),
      text_epochs_(plan.slots().size()) {
  memory_places_.assign(plan.predicates().size(), plan::kNone);
  for (std::uint32_t slot = 0; slot < memories_.size(); ++slot) {
    const plan::TextFilter* filter = plan.text_filter(slot);
    if (filter == nullptr) continue;
    memories_[slot].use(*filter);
    for (std::uint32_t place = 0; place < filter->predicates().size(); ++place)
      memory_places_[filter->predicates()[place]] = place;
  }
  for (std::uint32_t id = 0; id < memory_places_.size(); ++id)
    if (const std::uint32_t slot = plan.predicates()[id].memo_slot;
        slot != plan::kNone && memory_places_[id] == plan::kNone)
      memory_places_[id] = memories_[slot].add_predicate();
  for (const plan::AccessPlan::Slot& access : plan.access().slots) memories_[access.slot].use(access);
}

void EventView::open(const udm::Event& event) {
  if (++events_ % kEventsPerReset == 0) lists_.reset();
  event_ = &event;
  // The tree is only read: Value has no const flavour.
  root_ = Value::message(const_cast<udm::Message*>(event.root));
  places_.open(*event.root);
  if (++epoch_ == 0) {
    std::ranges::fill(slot_epochs_, 0);
    std::ranges::fill(predicate_epochs_, 0);
    std::ranges::fill(text_epochs_, 0);
    epoch_ = 1;
  }
}

Value EventView::read(std::uint32_t index) {
  const plan::Slot& slot = plan_.slots()[index];
  if (!slot.list) {
    const Value* const placed = places_.read(index);
    return placed != nullptr ? *placed : walk(root_, slot.path.steps);
  }
  scratch_.clear();
  udm::collect(*event_->root, slot.path, scratch_);
  Value* items = lists_.allocate<Value>(scratch_.size());
  std::ranges::copy(scratch_, items);
  return Value::list({items, scratch_.size()});
}

Value EventView::slot(std::uint32_t index) {
  if (slot_epochs_[index] != epoch_) {
    slots_[index] = read(index);
    slot_epochs_[index] = epoch_;
  }
  return slots_[index];
}

std::uint32_t EventView::text_number(std::uint32_t index) {
  if (text_epochs_[index] != epoch_) {
    text_numbers_[index] = memories_[index].number(slot(index).as_text(), events_);
    text_epochs_[index] = epoch_;
  }
  return text_numbers_[index];
}

std::uint32_t EventView::own_text_number(std::uint32_t index) {
  if (const std::uint32_t number = text_number(index); number != TextMemory::kBarren) return number;
  return text_numbers_[index] = memories_[index].own_number(slot(index).as_text(), events_);
}

bool EventView::remembered(std::uint32_t id, std::uint32_t text_number, const Value& text) {
  const plan::SharedPredicate& predicate = plan_.predicates()[id];
  TextMemory& memory = memories_[predicate.memo_slot];
  if (const auto known = memory.known(text_number, memory_places_[id]); known != TextMemory::Known::kNo) {
    ++(known == TextMemory::Known::kExcluded ? excluded_answers_ : remembered_answers_);
    return known == TextMemory::Known::kTrue;
  }
  TextScope scope(text);
  const bool result = holds(predicate.node, scope, context_);
  memory.remember(text_number, memory_places_[id], result);
  return result;
}

bool EventView::predicate(std::uint32_t id) {
  const plan::SharedPredicate& predicate = plan_.predicates()[id];
  if (const std::uint32_t slot = predicate.memo_slot; slot != plan::kNone) {
    const bool filtered = memories_[slot].filters(memory_places_[id]);
    return remembered(id, filtered ? text_number(slot) : own_text_number(slot), this->slot(slot));
  }
  if (predicate_epochs_[id] != epoch_) {
    SlotScope scope(*this);
    predicates_[id] = holds(predicate.node, scope, context_);
    predicate_epochs_[id] = epoch_;
  }
  return predicates_[id];
}

bool EventView::predicate(std::uint32_t id, const Value& text) {
  TextMemory& memory = memories_[plan_.predicates()[id].memo_slot];
  const bool filtered = memory.filters(memory_places_[id]);
  return remembered(id, filtered ? memory.number(text.as_text(), events_) : memory.own_number(text.as_text(), events_),
                    text);
}

}  // namespace yaral::engine
