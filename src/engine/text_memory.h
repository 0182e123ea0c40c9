#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/arena.h"
#include "plan/access.h"
#include "plan/text_filter.h"

namespace yaral::engine {

// Remembers what predicates over one text gave for each different text of a slot: paths, host names and command lines
// repeat. A text is looked up once an event, whatever the number of predicates. Bounded; forgets everything when full.
class TextMemory {
 public:
  enum class Known : std::uint8_t { kNo, kFalse, kTrue };
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // Makes room for one predicate more; the result is its number. Before the first text.
  std::uint32_t add_predicate() { return predicates_++; }
  // What tells of a new text which predicates cannot be true; their numbers in the order of the filter.
  void use(const plan::TextFilter& filter, std::vector<std::uint32_t> numbers);
  // What the patterns of that filter give access to.
  void use(const plan::AccessPlan::Slot& access) { access_ = &access; }

  // The number of a text, to be used until the next call; kNone when it is too long to be remembered.
  std::uint32_t number(std::string_view text);
  Known known(std::uint32_t text, std::uint32_t predicate) const {
    return static_cast<Known>(results_[std::size_t{text} * predicates_ + predicate]);
  }
  void remember(std::uint32_t text, std::uint32_t predicate, bool result) {
    results_[std::size_t{text} * predicates_ + predicate] =
        static_cast<std::uint8_t>(result ? Known::kTrue : Known::kFalse);
  }

  // The variables that a text gives access to; several times those with several patterns.
  std::span<const std::uint32_t> accessed(std::uint32_t text) const {
    if (text == kNone || candidates_[text].all) return access_->all;
    return std::span(pool_).subspan(candidates_[text].begin, candidates_[text].count);
  }

 private:
  struct Candidates {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
    bool all = true;  // the filter does not know the text
  };

  void exclude(std::string_view text, std::uint8_t* row);
  void give_access(Candidates& candidates);

  static constexpr std::size_t kMaxText = 2048;
  static constexpr std::size_t kMaxBytes = 8u << 20;

  std::uint32_t predicates_ = 0;
  // The standard hash is faster on long text than Boost's.
  boost::unordered_flat_map<std::string_view, std::uint32_t, std::hash<std::string_view>> numbers_;
  std::vector<std::uint8_t> results_;  // a row for each text
  Arena texts_;
  std::size_t bytes_ = 0;
  const plan::TextFilter* filter_ = nullptr;
  const plan::AccessPlan::Slot* access_ = nullptr;
  std::vector<Candidates> candidates_;  // by text, where there is access_
  std::vector<std::uint32_t> pool_;
  std::vector<std::uint32_t> filtered_;
  plan::TextFilter::Scratch scratch_;
};

}  // namespace yaral::engine
