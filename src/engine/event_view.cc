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

int ValueMemory::find(std::string_view text) const {
  const auto at = results_.find(text);
  return at == results_.end() ? -1 : at->second;
}

void ValueMemory::remember(std::string_view text, bool result) {
  if (text.size() > kMaxText) return;
  if (bytes_ > kMaxBytes) {
    results_.clear();
    texts_.reset();
    bytes_ = 0;
  }
  results_.emplace(texts_.copy(text), result);
  bytes_ += text.size() + sizeof(std::string_view) * 2;
}

EventView::EventView(const plan::Plan& plan, functions::CallContext& context)
    : plan_(plan),
      context_(context),
      slot_epochs_(plan.slots().size()),
      slots_(plan.slots().size()),
      predicate_epochs_(plan.predicates().size()),
      predicates_(plan.predicates().size()),
      memories_(plan.predicates().size()) {}

void EventView::open(const udm::Event& event) {
  event_ = &event;
  // The tree is only read: Value has no const flavour.
  root_ = Value::message(const_cast<udm::Message*>(event.root));
  if (++epoch_ == 0) {
    std::ranges::fill(slot_epochs_, 0);
    std::ranges::fill(predicate_epochs_, 0);
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

bool EventView::predicate(std::uint32_t id) {
  if (predicate_epochs_[id] == epoch_) return predicates_[id];
  const plan::SharedPredicate& predicate = plan_.predicates()[id];
  SlotScope scope(*this);
  bool result = false;
  if (predicate.memo_slot == plan::kNone) {
    result = holds(predicate.node, scope, context_);
  } else {
    const std::string_view text = slot(predicate.memo_slot).as_text();
    const int known = memories_[id].find(text);
    result = known >= 0 ? known != 0 : holds(predicate.node, scope, context_);
    if (known < 0) memories_[id].remember(text, result);
  }
  predicate_epochs_[id] = epoch_;
  predicates_[id] = result;
  return result;
}

}  // namespace yaral::engine
