#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <limits>
#include <string_view>

namespace yaral::bench {

struct Measured {
  std::uint64_t events = 0;
  double seconds = std::numeric_limits<double>::infinity();
  double cpu_seconds = std::numeric_limits<double>::infinity();
};

// The fastest of `rounds` runs: whatever else the machine does can only make a run slower.
template <typename Run>
Measured fastest(int rounds, const Run& run) {
  Measured best;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t cpu_begin = std::clock();
    const std::uint64_t events = run();
    const double cpu = static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (took.count() < best.seconds) best = {events, took.count(), cpu};
  }
  return best;
}

inline void print(std::string_view what, const Measured& measured) {
  std::printf("{\"what\":\"%.*s\",\"events\":%llu,\"seconds\":%.6f,\"cpu_seconds\":%.6f}\n",
              static_cast<int>(what.size()), what.data(), static_cast<unsigned long long>(measured.events),
              measured.seconds, measured.cpu_seconds);
}

}  // namespace yaral::bench
