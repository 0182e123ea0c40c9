#include "base/literal_matcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace yaral {

LiteralMatcher::LiteralMatcher(std::span<const std::string> literals) : screen_(literals) {
  // Capital letters have no class of their own: there are fewer than 256.
  for (const std::string& literal : literals)
    for (const char c : literal)
      if (std::uint8_t& known = classes_[static_cast<unsigned char>(c)]; known == 0)
        known = static_cast<std::uint8_t>(class_count_++);
  for (unsigned char c = 'A'; c <= 'Z'; ++c)
    classes_[c] = classes_[static_cast<unsigned char>(ascii_lower(static_cast<char>(c)))];
  next_.assign(class_count_, 0);
  outputs_.assign(1, kNone);
  for (std::uint32_t i = 0; i < literals.size(); ++i)
    if (!literals[i].empty()) add(literals[i], i);
  order_states(complete());
}

void LiteralMatcher::add(std::string_view literal, std::uint32_t number) {
  std::uint32_t state = 0;
  for (const char c : literal) {
    const std::size_t edge = state + classes_[static_cast<unsigned char>(c)];
    if (next_[edge] == 0) {
      next_[edge] = static_cast<std::uint32_t>(next_.size());
      next_.resize(next_.size() + class_count_, 0);
      outputs_.push_back(kNone);
    }
    state = next_[edge];
  }
  entries_.push_back({number, outputs_[state / class_count_]});
  outputs_[state / class_count_] = static_cast<std::uint32_t>(entries_.size() - 1);
}

// Where a state has no transition, that of its longest proper suffix holds. Returns the states in breadth-first order.
std::vector<std::uint32_t> LiteralMatcher::complete() {
  std::vector<std::uint32_t> suffixes(outputs_.size(), 0);
  std::vector<std::uint32_t> queue = {0};
  for (std::uint32_t c = 0; c < class_count_; ++c)
    if (next_[c] != 0) queue.push_back(next_[c]);
  const std::size_t with_one_byte = queue.size();
  for (std::size_t i = 1; i < queue.size(); ++i) {
    // Literals of a screen have more than two bytes, so that these states have no outputs and stay first.
    if (i == with_one_byte && screen_.can_tell()) first_deep_ = static_cast<std::uint32_t>(queue.size()) * class_count_;
    const std::uint32_t state = queue[i];
    const std::uint32_t suffix = suffixes[state / class_count_];
    std::uint32_t* last = &outputs_[state / class_count_];
    while (*last != kNone) last = &entries_[*last].next;
    *last = outputs_[suffix / class_count_];
    for (std::uint32_t c = 0; c < class_count_; ++c) {
      std::uint32_t& target = next_[state + c];
      if (target == 0) {
        target = next_[suffix + c];
      } else {
        suffixes[target / class_count_] = next_[suffix + c];
        queue.push_back(target);
      }
    }
  }
  return queue;
}

// States with outputs come last, so that one comparison tells them. The first few letters of literals, where most searches
// end, stay together.
void LiteralMatcher::order_states(std::vector<std::uint32_t> order) {
  for (std::uint32_t& state : order) state /= class_count_;
  const auto with_outputs = std::stable_partition(order.begin(), order.end(),
                                                  [this](std::uint32_t state) { return outputs_[state] == kNone; });
  std::vector<std::uint32_t> places(order.size());
  for (std::uint32_t place = 0; place < order.size(); ++place) places[order[place]] = place * class_count_;
  std::vector<std::uint32_t> next(next_.size());
  for (std::uint32_t state = 0; state < order.size(); ++state)
    for (std::uint32_t c = 0; c < class_count_; ++c)
      next[places[state] + c] = places[next_[state * class_count_ + c] / class_count_];
  next_ = std::move(next);
  first_output_ = static_cast<std::uint32_t>(with_outputs - order.begin()) * class_count_;
  std::vector<std::uint32_t> outputs;
  std::transform(with_outputs, order.end(), std::back_inserter(outputs),
                 [this](std::uint32_t s) { return outputs_[s]; });
  outputs_ = std::move(outputs);
}

}  // namespace yaral
