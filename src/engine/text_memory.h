#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/arena.h"
#include "base/text_hash.h"
#include "plan/access.h"
#include "plan/text_filter.h"

namespace yaral::engine {

// Remembers what predicates over one text gave for each different text of a slot: paths, host names and command lines
// repeat. A text is looked up once an event, whatever the number of predicates. Long texts are known by where they stand, for
// one event. Bounded; forgets everything when full.
class TextMemory {
 public:
  enum class Known : std::uint8_t { kNo, kFalse, kTrue, kExcluded };  // the last: false, for lack of literals

  // What tells of a new text which predicates cannot be true. Those are numbered as the filter has them. Before all else.
  void use(const plan::TextFilter& filter);
  // Makes room for a predicate that the filter does not know; the result is its number. Before the first text.
  std::uint32_t add_predicate() { return filtered_ + others_++; }
  // What the patterns of the filter give access to.
  void use(const plan::AccessPlan::Slot& access) { access_ = &access; }

  // That of all texts of which it is clear at a glance that no predicate of the filter is true of them.
  static constexpr std::uint32_t kBarren = UINT32_MAX;

  // The number of a text of an event, to be used until the next call. Events are numbered by the caller, each unlike the one
  // before it.
  std::uint32_t number(std::string_view text, std::uint64_t event) {
    return is_barren(text) ? kBarren : own_number(text, event);
  }
  std::uint32_t own_number(std::string_view text, std::uint64_t event);
  // Whether the predicate is of the filter, so that the number of a text need not be its own.
  bool filters(std::uint32_t predicate) const { return predicate < filtered_; }
  Known known(std::uint32_t text, std::uint32_t predicate) const;
  void remember(std::uint32_t text, std::uint32_t predicate, bool result);

  // The variables that a text gives access to; several times those with several patterns.
  std::span<const std::uint32_t> accessed(std::uint32_t text) const {
    if (text == kBarren) return {};
    if (texts_[text].all) return access_->all;
    return std::span(variables_).subspan(texts_[text].variables, texts_[text].variable_count);
  }

 private:
  // What is known of a text: results of the predicates that the filter lets be true, and what it gives access to.
  struct Text {
    std::uint32_t possible = 0;  // in possible_
    std::uint32_t possible_count = 0;
    std::uint32_t variables = 0;  // in variables_
    std::uint32_t variable_count = 0;
    bool all = true;  // the filter does not know the text: everything is possible
  };
  struct Possible {
    std::uint32_t predicate;
    Known known;
  };

  using Place = std::pair<const char*, std::size_t>;  // of a long text, with its size

  // A screen that most texts pass costs more than it saves, and is asked no more.
  bool is_barren(std::string_view text) {
    if (!screens_) return false;
    const bool barren = filter_->is_barren(text);
    if (--until_look_back_ == 0) look_back();
    passed_ += barren ? 0 : 1;
    return barren;
  }
  void look_back();
  std::uint32_t number_of_long(std::string_view text, std::uint64_t event);
  std::uint32_t add(std::string_view text);
  Text examine(std::string_view text);
  void forget();
  const Possible* find(std::uint32_t text, std::uint32_t predicate) const;
  std::size_t place(std::uint32_t text, std::uint32_t predicate) const {
    return std::size_t{text} * others_ + (predicate - filtered_);
  }

  static constexpr std::uint32_t kLookBack = 1024;  // texts
  static constexpr std::size_t kMaxText = 2048;
  static constexpr std::size_t kMaxBytes = 512u << 10;

  std::uint32_t filtered_ = 0;  // predicates of the filter
  std::uint32_t others_ = 0;
  boost::unordered_flat_map<std::string_view, std::uint32_t, TextHash> numbers_;
  boost::unordered_flat_map<Place, std::uint32_t> long_texts_;  // of the event `long_texts_of_`
  std::uint64_t long_texts_of_ = 0;
  std::vector<Text> texts_;
  std::vector<Possible> possible_;  // of each text in the order of predicates
  std::vector<std::uint32_t> variables_;
  std::vector<Known> results_;  // of the others: a row for each text
  Arena bytes_of_texts_;
  std::size_t bytes_ = 0;
  const plan::TextFilter* filter_ = nullptr;
  bool screens_ = false;  // by the filter, while it is worth its time
  std::uint32_t until_look_back_ = kLookBack;
  std::uint32_t passed_ = 0;  // texts since the last look back
  const plan::AccessPlan::Slot* access_ = nullptr;
  plan::TextFilter::Scratch scratch_;
};

}  // namespace yaral::engine
