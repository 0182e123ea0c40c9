#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace yaral {

// A hash of texts for tables in memory, several times as fast as std::hash. Each process has secrets of its own, so that nobody
// can make texts up that collide.
class TextHash {
 public:
  using Secrets = std::array<std::uint64_t, 3>;
  using is_avalanching = void;  // for Boost's tables
  using is_transparent = void;

  TextHash();

  std::size_t operator()(std::string_view text) const {
    const char* at = text.data();
    const std::size_t size = text.size();
    const char* const end = at + size;
    std::uint64_t hash = mix(secrets_[0], size ^ secrets_[2]);
    if (size < 4) {
      const auto byte = [at](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(at[i])}; };
      return mix(size == 0 ? secrets_[1] : secrets_[1] ^ (byte(0) << 16 | byte(size / 2) << 8 | byte(size - 1)), hash);
    }
    // What is left may overlap what was read.
    if (size < 8) return last(word<std::uint32_t>(at), word<std::uint32_t>(end - 4), hash);
    for (std::size_t left = size; left > 16; left -= 16, at += 16)
      hash = mix(word<std::uint64_t>(at) ^ secrets_[1], word<std::uint64_t>(at + 8) ^ hash);
    return last(word<std::uint64_t>(size < 16 ? at : end - 16), word<std::uint64_t>(end - 8), hash);
  }

 private:
  template <typename Word>
  static std::uint64_t word(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }
  std::uint64_t last(std::uint64_t a, std::uint64_t b, std::uint64_t hash) const {
    return mix(a ^ secrets_[1] ^ hash, b ^ secrets_[2] ^ hash);
  }
  static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const auto product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }

  Secrets secrets_;
};

}  // namespace yaral
