#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string_view>

namespace yaral::bench {

struct Measured {
  std::uint64_t events = 0;
  double seconds = 0;
};

// The fastest of `rounds` runs: whatever else the machine does can only make a run slower.
template <typename Run>
Measured fastest(int rounds, const Run& run) {
  Measured best{.seconds = std::numeric_limits<double>::infinity()};
  for (int i = 0; i < rounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const std::uint64_t events = run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (took.count() < best.seconds) best = {events, took.count()};
  }
  return best;
}

inline void print(std::string_view what, const Measured& measured) {
  std::printf("{\"what\":\"%.*s\",\"events\":%llu,\"seconds\":%.6f}\n", static_cast<int>(what.size()), what.data(),
              static_cast<unsigned long long>(measured.events), measured.seconds);
}

}  // namespace yaral::bench
