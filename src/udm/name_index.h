#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace yaral::udm {

// A hash table made at compile time from (owner, name) to a row of the owner, with open addressing. A slot holds all
// that tells a name apart, so that a hit touches one cache line.
template <std::size_t kSlots>
class NameIndex {
  static_assert((kSlots & (kSlots - 1)) == 0);

 public:
  // An `alias` is found only by those who ask for aliases. Of equal names the first stays.
  constexpr void add(std::uint16_t owner, std::string_view name, std::uint16_t row, bool alias = false) {
    const Ends ends = ends_of(name);
    std::size_t slot = first_slot(owner, name.size(), ends);
    while (slots_[slot].size != 0) slot = (slot + 1) % kSlots;
    slots_[slot] = {ends, name.data(), owner, row, static_cast<std::uint16_t>(name.size()), alias};
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t find(std::uint16_t owner, std::string_view name, bool aliases) const {
    const Ends ends = ends_of(name);
    for (std::size_t i = first_slot(owner, name.size(), ends); slots_[i].size != 0; i = (i + 1) % kSlots) {
      const Slot& slot = slots_[i];
      if (slot.ends.head != ends.head || slot.ends.tail != ends.tail || slot.size != name.size()) continue;
      if (slot.owner != owner || (slot.alias && !aliases)) continue;
      if (name.size() <= 16 || std::memcmp(slot.name + 8, name.data() + 8, name.size() - 16) == 0) return slot.row;
    }
    return kNone;
  }

 private:
  // The first and the last bytes of a name. With its length they are the whole of a name of up to 16 bytes, and reading
  // them costs the same for names of any length.
  struct Ends {
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
  };

  struct Slot {
    Ends ends;
    const char* name = nullptr;
    std::uint16_t owner = 0;
    std::uint16_t row = 0;
    std::uint16_t size = 0;  // 0: the slot is free
    bool alias = false;
  };

  template <typename Word>
  static constexpr std::uint64_t load(const char* from) {
    Word word = 0;
    if (std::is_constant_evaluated()) {
      for (std::size_t i = sizeof(Word); i-- > 0;) {
        word = static_cast<Word>(std::uint64_t{word} << 8 | static_cast<unsigned char>(from[i]));
      }
    } else {
      std::memcpy(&word, from, sizeof(Word));
    }
    return word;
  }

  static constexpr Ends ends_of(std::string_view name) {
    const char* end = name.data() + name.size();
    if (name.size() >= 8) return {load<std::uint64_t>(name.data()), load<std::uint64_t>(end - 8)};
    if (name.size() >= 4) return {load<std::uint32_t>(name.data()), load<std::uint32_t>(end - 4)};
    if (name.empty()) return {};
    const std::uint64_t middle = load<std::uint8_t>(name.data() + name.size() / 2);
    return {load<std::uint8_t>(name.data()), middle << 8 | load<std::uint8_t>(end - 1)};
  }

  static constexpr std::size_t first_slot(std::uint16_t owner, std::size_t size, const Ends& ends) {
    std::uint64_t hash = (ends.head ^ (std::uint64_t{owner} << 48) ^ size) * 0x9e3779b97f4a7c15ULL;
    hash = (hash ^ (hash >> 29) ^ ends.tail) * 0xbf58476d1ce4e5b9ULL;
    return (hash >> 40) % kSlots;
  }

  std::array<Slot, kSlots> slots_{};
};

}  // namespace yaral::udm
