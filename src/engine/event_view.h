#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/arena.h"
#include "engine/scope.h"
#include "functions/implementation.h"
#include "plan/plan.h"
#include "udm/event.h"

namespace yaral::engine {

// Remembers the result of one predicate per distinct text: paths, host names and command lines repeat. Bounded; forgets
// everything when full.
class ValueMemory {
 public:
  // -1 when the text has not been seen.
  int find(std::string_view text) const;
  void remember(std::string_view text, bool result);

 private:
  static constexpr std::size_t kMaxText = 2048;
  static constexpr std::size_t kMaxBytes = 4u << 20;

  // The standard hash is faster on long text than Boost's.
  boost::unordered_flat_map<std::string_view, bool, std::hash<std::string_view>> results_;
  Arena texts_;
  std::size_t bytes_ = 0;
};

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

 private:
  Value read(const plan::Slot& slot);

  const plan::Plan& plan_;
  functions::CallContext& context_;
  const udm::Event* event_ = nullptr;
  Value root_;
  std::uint32_t epoch_ = 0;  // entries of an older epoch are of an earlier event
  std::vector<std::uint32_t> slot_epochs_;
  std::vector<Value> slots_;
  std::vector<std::uint32_t> predicate_epochs_;
  std::vector<std::uint8_t> predicates_;
  std::vector<ValueMemory> memories_;
  std::vector<Value> scratch_;
};

// What predicates that do not depend on rows can see.
class EventScope : public Scope {
 public:
  EventScope(EventView& view, const plan::RulePlan& rule) : view_(view), rule_(rule) {}
  Value field(std::uint32_t index) override { return view_.slot(rule_.fields[index].slot); }
  bool shared_predicate(std::uint32_t id) override { return view_.predicate(id); }

 private:
  EventView& view_;
  const plan::RulePlan& rule_;
};

}  // namespace yaral::engine
