#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yaral {

// Finds many literals in one pass over a text (Aho-Corasick as an automaton with all transitions). Letters of ASCII are
// alike in both cases: literals must be in small letters.
class LiteralMatcher {
 public:
  explicit LiteralMatcher(std::span<const std::string> literals);

  // Calls found(i) for every place where literal i ends.
  template <typename Found>
  void find(std::string_view text, Found found) const {
    std::uint32_t state = 0;
    for (const char c : text) {
      state = next_[state + classes_[static_cast<unsigned char>(c)]];
      if (state < first_output_) continue;
      for (std::uint32_t at = outputs_[(state - first_output_) / class_count_]; at != kNone; at = entries_[at].next)
        found(entries_[at].literal);
    }
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  // The literals that end in a state, as a list that goes on with those of its longest proper suffix.
  struct Entry {
    std::uint32_t literal;
    std::uint32_t next;
  };

  void add(std::string_view literal, std::uint32_t number);
  void complete();
  void order_states();

  std::array<std::uint8_t, 256> classes_{};  // bytes that no literal has are class 0
  std::uint32_t class_count_ = 1;
  std::vector<std::uint32_t> next_;     // by state (a multiple of the number of classes) and class
  std::vector<std::uint32_t> outputs_;  // by state, from the first that has some: the first entry
  std::uint32_t first_output_ = 0;      // that state
  std::vector<Entry> entries_;
};

}  // namespace yaral
