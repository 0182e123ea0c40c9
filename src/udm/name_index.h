#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

namespace yaral::udm {

// A hash table made at compile time from (owner, name) to a row of the owner, open addressing. It keeps no names: the
// caller compares the candidate rows.
template <std::size_t kSlots>
class NameIndex {
  static_assert((kSlots & (kSlots - 1)) == 0);

 public:
  constexpr void add(std::uint16_t owner, std::string_view name, std::uint16_t row) {
    std::size_t slot = first_slot(owner, name);
    while (slots_[slot].used) slot = (slot + 1) % kSlots;
    slots_[slot] = {owner, row, true};
  }

  // The first row added under that owner whose name `matches` says is the one.
  template <typename Matches>
  std::optional<std::uint16_t> find(std::uint16_t owner, std::string_view name, const Matches& matches) const {
    for (std::size_t slot = first_slot(owner, name); slots_[slot].used; slot = (slot + 1) % kSlots)
      if (slots_[slot].owner == owner && matches(slots_[slot].row)) return slots_[slot].row;
    return std::nullopt;
  }

 private:
  struct Slot {
    std::uint16_t owner = 0;
    std::uint16_t row = 0;
    bool used = false;
  };

  template <typename Word>
  static constexpr std::uint64_t load(const char* from) {
    Word word = 0;
    if (std::is_constant_evaluated()) {
      for (std::size_t i = sizeof(Word); i-- > 0;) word = static_cast<Word>(word << 8 | static_cast<unsigned char>(from[i]));
    } else {
      std::memcpy(&word, from, sizeof(Word));
    }
    return word;
  }

  // The ends of a name and its length tell nearly all names apart, and cost two loads whatever the length.
  static constexpr std::size_t first_slot(std::uint16_t owner, std::string_view name) {
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    if (name.size() >= 8) {
      head = load<std::uint64_t>(name.data());
      tail = load<std::uint64_t>(name.data() + name.size() - 8);
    } else if (name.size() >= 4) {
      head = load<std::uint32_t>(name.data());
      tail = load<std::uint32_t>(name.data() + name.size() - 4);
    } else if (!name.empty()) {
      head = load<std::uint8_t>(name.data());
      tail = load<std::uint8_t>(name.data() + name.size() / 2) << 8 | load<std::uint8_t>(name.data() + name.size() - 1);
    }
    std::uint64_t hash = (head ^ (std::uint64_t{owner} << 48 | name.size())) * 0x9e3779b97f4a7c15ULL;
    hash = (hash ^ (hash >> 29) ^ tail) * 0xbf58476d1ce4e5b9ULL;
    return (hash >> 40) % kSlots;
  }

  std::array<Slot, kSlots> slots_{};
};

}  // namespace yaral::udm
