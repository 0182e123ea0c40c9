#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace yaral::oracle {

// Chance that is the same for the same seed.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}

  int range(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(int percent) { return range(1, 100) <= percent; }

  template <std::size_t N>
  std::string pick(const char* const (&items)[N]) {
    return items[static_cast<std::size_t>(range(0, static_cast<int>(N) - 1))];
  }
  template <typename T>
  const T& pick(const std::vector<T>& items) {
    return items[static_cast<std::size_t>(range(0, static_cast<int>(items.size()) - 1))];
  }
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[static_cast<std::size_t>(range(0, static_cast<int>(i) - 1))]);
  }

 private:
  std::mt19937 random_;
};

}  // namespace yaral::oracle
