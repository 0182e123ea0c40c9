#include "engine/value_places.h"

#include <algorithm>

namespace yaral::engine {

namespace {

using udm::PathStep;

// Keys may be other ones in the next event of the image, and parts of a time are no values of the tree.
bool is_place(const PathStep& step) {
  return step.kind == PathStep::Kind::kField || step.kind == PathStep::Kind::kIndex;
}

}  // namespace

void ValuePlaces::open(const udm::Message& root) {
  root_ = &root;
  places_ = nullptr;
  if (root.image() == 0) return;
  if (by_image_.size() >= kMostImages && !by_image_.contains(root.image())) by_image_.clear();
  std::unique_ptr<Places>& places = by_image_[root.image()];
  if (places == nullptr) places = std::make_unique<Places>(slots_.size(), kNotLookedFor);
  places_ = places.get();
}

const Value* ValuePlaces::read(std::uint32_t slot) {
  static constexpr Value kNull{};
  if (places_ == nullptr) return nullptr;
  std::uint32_t& place = (*places_)[slot];
  if (place == kNotLookedFor) place = find(slot);
  if (place == kDependsOnEvent) return nullptr;
  if (place == kNowhere) return &kNull;
  return reinterpret_cast<const Value*>(reinterpret_cast<const std::byte*>(root_) + place);
}

std::uint32_t ValuePlaces::find(std::uint32_t slot) const {
  const std::span<const PathStep> steps = slots_[slot].path.steps;
  if (steps.empty() || !std::ranges::all_of(steps, is_place)) return kDependsOnEvent;
  const udm::Message* message = root_;
  std::span<const Value> values;
  for (const PathStep& step : steps) {
    if (step.kind == PathStep::Kind::kIndex) {
      if (step.index >= values.size()) return kNowhere;
      values = values.subspan(step.index, 1);
    } else {
      if (message == nullptr) return kNowhere;
      values = message->get(step.field);
    }
    if (values.empty()) return kNowhere;
    // Of a list, what its first element lacks another may have.
    if (slots_[slot].list && values.size() > 1) return kDependsOnEvent;
    message = values.front().as_message();
  }
  if (slots_[slot].list) return kDependsOnEvent;
  return static_cast<std::uint32_t>(reinterpret_cast<const std::byte*>(values.data()) -
                                    reinterpret_cast<const std::byte*>(root_));
}

}  // namespace yaral::engine
