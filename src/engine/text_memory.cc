#include "engine/text_memory.h"

#include <algorithm>

namespace yaral::engine {

void TextMemory::use(const plan::TextFilter& filter) {
  filter_ = &filter;
  screens_ = filter.screens();
  filtered_ = static_cast<std::uint32_t>(filter.predicates().size());
}

void TextMemory::look_back() {
  if (passed_ > kLookBack / 2) screens_ = false;
  passed_ = 0;
  until_look_back_ = kLookBack;
}

TextMemory::Text TextMemory::examine(std::string_view text) {
  Text made{.possible = static_cast<std::uint32_t>(possible_.size()),
            .variables = static_cast<std::uint32_t>(variables_.size())};
  made.all = filter_ == nullptr || !plan::TextFilter::can_tell(text);
  if (made.all) {
    for (std::uint32_t i = 0; i < filtered_; ++i) possible_.push_back({i, Known::kNo});
  } else {
    const std::span<const std::uint32_t> possible = filter_->possible(text, scratch_);
    for (const std::uint32_t place : possible) {
      possible_.push_back({place, Known::kNo});
      if (access_ == nullptr) continue;
      for (const plan::AccessPlan::Entry& entry : access_->by_place[place])
        if (access_->is_met(entry, possible)) variables_.push_back(entry.variable);
    }
  }
  made.possible_count = static_cast<std::uint32_t>(possible_.size()) - made.possible;
  made.variable_count = static_cast<std::uint32_t>(variables_.size()) - made.variables;
  return made;
}

void TextMemory::forget() {
  numbers_.clear();
  long_texts_.clear();
  texts_.clear();
  possible_.clear();
  variables_.clear();
  results_.clear();
  bytes_of_texts_.reset();
  bytes_ = 0;
}

std::uint32_t TextMemory::own_number(std::string_view text, std::uint64_t event) {
  if (text.size() > kMaxText) return number_of_long(text, event);
  if (const auto at = numbers_.find(text); at != numbers_.end()) return at->second;
  if (bytes_ > kMaxBytes) forget();
  bytes_ += text.size() + sizeof(std::string_view) * 2;
  const std::uint32_t number = add(text);
  numbers_.emplace(bytes_of_texts_.copy(text), number);
  return number;
}

std::uint32_t TextMemory::number_of_long(std::string_view text, std::uint64_t event) {
  if (long_texts_of_ != event) long_texts_.clear();
  long_texts_of_ = event;
  const Place place{text.data(), text.size()};
  if (const auto at = long_texts_.find(place); at != long_texts_.end()) return at->second;
  if (bytes_ > kMaxBytes) forget();
  const std::uint32_t number = add(text);
  long_texts_.emplace(place, number);
  return number;
}

std::uint32_t TextMemory::add(std::string_view text) {
  const auto number = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back(examine(text));
  results_.resize(results_.size() + others_);
  bytes_ += sizeof(Text) + others_ + texts_.back().possible_count * sizeof(Possible) +
            texts_.back().variable_count * sizeof(std::uint32_t);
  return number;
}

const TextMemory::Possible* TextMemory::find(std::uint32_t text, std::uint32_t predicate) const {
  const std::span all = std::span(possible_).subspan(texts_[text].possible, texts_[text].possible_count);
  const auto at = std::ranges::lower_bound(all, predicate, {}, &Possible::predicate);
  return at != all.end() && at->predicate == predicate ? &*at : nullptr;
}

TextMemory::Known TextMemory::known(std::uint32_t text, std::uint32_t predicate) const {
  if (!filters(predicate)) return results_[place(text, predicate)];
  if (text == kBarren) return Known::kExcluded;
  const Possible* possible = find(text, predicate);
  return possible ? possible->known : Known::kExcluded;
}

void TextMemory::remember(std::uint32_t text, std::uint32_t predicate, bool result) {
  const Known known = result ? Known::kTrue : Known::kFalse;
  if (!filters(predicate))
    results_[place(text, predicate)] = known;
  else if (const Possible* possible = find(text, predicate))
    possible_[static_cast<std::size_t>(possible - possible_.data())].known = known;
}

}  // namespace yaral::engine
