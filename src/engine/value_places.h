#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/value.h"
#include "plan/rule_plan.h"
#include "udm/event.h"

namespace yaral::engine {

// Where the values of slots lie in events that are copies of one image (udm::Message::image): they are found once for all of
// these. Bounded; forgets everything when full.
class ValuePlaces {
 public:
  explicit ValuePlaces(std::span<const plan::Slot> slots) : slots_(slots) {}

  // The values are those of this event until the next call.
  void open(const udm::Message& root);
  // Whether the event has no value for a slot, as no copy of its image has one; not where that takes more than a look.
  bool lacks(std::uint32_t slot) {
    if (places_ == nullptr) return false;
    std::uint32_t& place = (*places_)[slot];
    if (place == kNotLookedFor) place = find(slot);
    return place == kNowhere;
  }
  // What walk() gives for a slot that is no list; null when that depends on the event.
  const Value* read(std::uint32_t slot);

 private:
  using Places = std::vector<std::uint32_t>;  // by slot, in bytes from the root

  std::uint32_t find(std::uint32_t slot) const;

  static constexpr std::uint32_t kNotLookedFor = 0;  // where the root is
  static constexpr std::uint32_t kNowhere = UINT32_MAX;
  static constexpr std::uint32_t kDependsOnEvent = UINT32_MAX - 1;
  static constexpr std::size_t kMostImages = 1024;

  std::span<const plan::Slot> slots_;
  const udm::Message* root_ = nullptr;
  Places* places_ = nullptr;  // of its image; null when it has none
  boost::unordered_flat_map<std::uint32_t, std::unique_ptr<Places>> by_image_;
};

}  // namespace yaral::engine
