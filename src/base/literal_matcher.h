#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/literal_screen.h"
#include "base/text.h"

namespace yaral {

// Finds many literals in one pass over a text (Aho-Corasick as an automaton with all transitions, behind a screen). Letters of
// ASCII are alike in both cases: literals must be in small letters.
class LiteralMatcher {
 public:
  explicit LiteralMatcher(std::span<const std::string> literals);

  // Calls found(i) for every place where literal i ends.
  template <typename Found>
  void find(std::string_view text, Found found) const {
    for (std::size_t at = next(text, 0); at != npos; at = next(text, at)) at = scan(text, at, found);
  }

  // Whether next() passes over anything but texts that are too short.
  bool screens() const { return screen_.can_tell(); }
  // No literal begins in the text between `from` and the result; npos: none begins from there on.
  std::size_t next(std::string_view text, std::size_t from) const {
    if (screen_.can_tell()) return screen_.next(text, from);
    return from < text.size() ? from : npos;
  }

  static constexpr std::size_t npos = LiteralScreen::npos;

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::size_t kShallow = 2;
  // The literals that end in a state, as a list that goes on with those of its longest proper suffix.
  struct Entry {
    std::uint32_t literal;
    std::uint32_t next;
  };

  // Returns the first place behind some bytes at which a literal may begin that was not followed to its end.
  template <typename Found>
  std::size_t scan(std::string_view text, std::size_t at, Found found) const {
    const std::size_t enough = at + screen_.step() + kShallow;  // so that what the screen stopped at is not seen again
    for (std::uint32_t state = 0; at < text.size(); ++at) {
      state = next_[state + classes_[static_cast<unsigned char>(text[at])]];
      if (state < first_deep_ && at >= enough) return at + 1 - kShallow;
      if (state < first_output_) continue;
      for (std::uint32_t out = outputs_[(state - first_output_) / class_count_]; out != kNone; out = entries_[out].next)
        found(entries_[out].literal);
    }
    return at;
  }
  void add(std::string_view literal, std::uint32_t number);
  std::vector<std::uint32_t> complete();
  void order_states(std::vector<std::uint32_t> order);

  LiteralScreen screen_;
  std::array<std::uint8_t, 256> classes_{};  // bytes that no literal has are class 0
  std::uint32_t class_count_ = 1;
  std::vector<std::uint32_t> next_;     // by state (a multiple of the number of classes) and class
  std::vector<std::uint32_t> outputs_;  // by state, from the first that has some: the first entry
  std::uint32_t first_output_ = 0;      // that state
  std::uint32_t first_deep_ = 0;        // the first after more than kShallow bytes, if none of those before has outputs
  std::vector<Entry> entries_;
};

}  // namespace yaral
