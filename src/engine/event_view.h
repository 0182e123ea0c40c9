#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/scope.h"
#include "engine/text_memory.h"
#include "engine/value_places.h"
#include "functions/implementation.h"
#include "plan/plan.h"
#include "udm/event.h"

namespace yaral::engine {

// One event seen through the plan: slots are read, and shared predicates computed, when first asked for. One a worker,
// reopened for each event.
class EventView {
 public:
  EventView(const plan::Plan& plan, functions::CallContext& context);

  void open(const udm::Event& event);

  const udm::Event& event() const { return *event_; }
  Value root() const { return root_; }
  Value slot(std::uint32_t index);
  bool predicate(std::uint32_t id);
  // One over a text that the caller has.
  bool predicate(std::uint32_t id, const Value& text);
  // How many predicates were answered from memory, and how many by literals that a text lacks.
  std::uint64_t remembered_answers() const { return remembered_answers_; }
  std::uint64_t excluded_answers() const { return excluded_answers_; }
  // Whether a slot is known to have no value, at a glance.
  bool lacks(std::uint32_t slot) { return places_.lacks(slot); }
  // Calls found(variable) for all that the texts of a slot of AccessPlan give access to, for some several times.
  template <typename Found>
  void each_accessed(std::uint32_t slot, Found found);

 private:
  Value read(std::uint32_t slot);
  std::uint32_t text_number(std::uint32_t slot);
  std::uint32_t own_text_number(std::uint32_t slot);
  bool remembered(std::uint32_t id, std::uint32_t text_number, const Value& text);

  const plan::Plan& plan_;
  functions::CallContext& context_;
  const udm::Event* event_ = nullptr;
  Value root_;
  ValuePlaces places_;
  std::uint32_t epoch_ = 0;  // entries of an older epoch are of an earlier event
  std::vector<std::uint32_t> slot_epochs_;
  std::vector<Value> slots_;
  std::vector<std::uint32_t> predicate_epochs_;
  std::vector<std::uint8_t> predicates_;
  // Of slots that predicates with a memory look at; others have an empty one.
  std::vector<TextMemory> memories_;
  std::vector<std::uint32_t> text_numbers_;  // of the slots' texts, as old as text_epochs_ says
  std::vector<std::uint32_t> text_epochs_;
  std::vector<std::uint32_t> memory_places_;  // of each predicate in the memory of its slot
  Arena lists_;                               // of slots
  std::uint64_t events_ = 0;                  // that were opened
  std::vector<Value> scratch_;
  std::uint64_t remembered_answers_ = 0;
  std::uint64_t excluded_answers_ = 0;
};

template <typename Found>
void EventView::each_accessed(std::uint32_t slot, Found found) {
  TextMemory& memory = memories_[slot];
  if (!plan_.slots()[slot].list) {
    std::ranges::for_each(memory.accessed(text_number(slot)), found);
    return;
  }
  for (const Value& text : this->slot(slot).as_list())
    std::ranges::for_each(memory.accessed(memory.number(text.as_text(), events_)), found);
}

// What predicates that do not depend on rows can see.
class EventScope : public Scope {
 public:
  EventScope(EventView& view, const plan::RulePlan& rule) : view_(view), rule_(rule) {}
  Value field(std::uint32_t index) override { return view_.slot(rule_.fields[index].slot); }
  bool shared_predicate(const plan::Node& node) override { return view_.predicate(node.shared); }

 private:
  EventView& view_;
  const plan::RulePlan& rule_;
};

}  // namespace yaral::engine
