#pragma once

#include <cstdint>

namespace yaral::bench {

// SplitMix64: the same numbers from the same seed everywhere, which the distributions of the standard library do not
// promise.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  // 0 … n-1, all as likely; n below 2^32.
  std::uint64_t below(std::uint64_t n) { return ((next() >> 32) * n) >> 32; }

  // 0 … n-1, low ones much more often: a few busy hosts and programs, and a long tail.
  std::uint64_t rank(std::uint64_t n) { return below(below(below(n) + 1) + 1); }

  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace yaral::bench
