#include "engine/text_memory.h"

#include <algorithm>
#include <utility>

namespace yaral::engine {

void TextMemory::use(const plan::TextFilter& filter, std::vector<std::uint32_t> numbers) {
  if (numbers.empty()) return;
  filter_ = &filter;
  filtered_ = std::move(numbers);
}

void TextMemory::exclude(std::string_view text, std::uint8_t* row) {
  // Beyond ASCII the cases of letters are another matter.
  if (filter_ == nullptr || !std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; })) return;
  for (const std::uint32_t predicate : filtered_) row[predicate] = static_cast<std::uint8_t>(Known::kFalse);
  for (const int place : filter_->possible(text, scratch_))
    row[filtered_[static_cast<std::size_t>(place)]] = static_cast<std::uint8_t>(Known::kNo);
}

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
  exclude(text, results_.data() + std::size_t{number} * predicates_);
  bytes_ += text.size() + sizeof(std::string_view) * 2 + predicates_;
  return number;
}

}  // namespace yaral::engine
