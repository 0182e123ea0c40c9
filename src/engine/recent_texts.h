#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace yaral::engine {

// Copies of texts that live as long as the arena; of texts that come again soon there is mostly one. It takes the same room for
// a thousand different texts as for a billion.
class RecentTexts {
 public:
  explicit RecentTexts(Arena& arena) : arena_(arena), recent_(kPlaces) {}

  std::string_view copy(std::string_view text) {
    if (text.size() > kLongest) return add(text);
    std::string_view& place = recent_[std::hash<std::string_view>{}(text) % kPlaces];
    if (place != text) place = add(text);
    return place;
  }

  // Bytes of all copies.
  std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kPlaces = std::size_t{1} << 15;
  static constexpr std::size_t kLongest = 512;  // longer text hardly repeats

  std::string_view add(std::string_view text) {
    bytes_ += text.size();
    return arena_.copy(text);
  }

  Arena& arena_;
  std::vector<std::string_view> recent_;
  std::size_t bytes_ = 0;
};

}  // namespace yaral::engine
