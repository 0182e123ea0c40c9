#include "engine/text_memory.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace yaral::engine {

void TextMemory::use(const plan::TextFilter& filter, std::vector<std::uint32_t> numbers) {
  if (numbers.empty()) return;
  filter_ = &filter;
  filtered_ = std::move(numbers);
}

void TextMemory::exclude(std::string_view text, std::uint8_t* row) {
  if (access_ != nullptr) candidates_.emplace_back();
  // Beyond ASCII the cases of letters are another matter.
  if (filter_ == nullptr || !is_ascii(text)) return;
  for (const std::uint32_t predicate : filtered_) row[predicate] = static_cast<std::uint8_t>(Known::kFalse);
  for (const int place : filter_->possible(text, scratch_))
    row[filtered_[static_cast<std::size_t>(place)]] = static_cast<std::uint8_t>(Known::kNo);
  if (access_ != nullptr) give_access(candidates_.back());
}

void TextMemory::give_access(Candidates& candidates) {
  candidates = {.begin = static_cast<std::uint32_t>(pool_.size()), .count = 0, .all = false};
  for (const int place : scratch_.possible)
    std::ranges::copy(access_->by_place[static_cast<std::size_t>(place)], std::back_inserter(pool_));
  candidates.count = static_cast<std::uint32_t>(pool_.size()) - candidates.begin;
  bytes_ += sizeof(Candidates) + candidates.count * sizeof(std::uint32_t);
}

std::uint32_t TextMemory::number(std::string_view text) {
  if (const auto at = numbers_.find(text); at != numbers_.end()) return at->second;
  if (text.size() > kMaxText) return kNone;
  if (bytes_ > kMaxBytes) {
    numbers_.clear();
    results_.clear();
    candidates_.clear();
    pool_.clear();
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
