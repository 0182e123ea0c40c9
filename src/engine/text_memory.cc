#include "engine/text_memory.h"

namespace yaral::engine {

std::uint32_t TextMemory::number(std::string_view text) {
  if (const auto at = numbers_.find(text); at != numbers_.end()) return at->second;
  if (text.size() > kMaxText) return kNone;
  if (bytes_ > kMaxBytes) {
    numbers_.clear();
    results_.clear();
    texts_.reset();
    bytes_ = 0;
  }
  const auto number = static_cast<std::uint32_t>(numbers_.size());
  numbers_.emplace(texts_.copy(text), number);
  results_.resize(results_.size() + predicates_);
  bytes_ += text.size() + sizeof(std::string_view) * 2 + predicates_;
  return number;
}

}  // namespace yaral::engine
