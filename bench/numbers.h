#pragma once

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <span>

namespace yaral::bench {

struct NumberOption {
  const char* name;
  std::uint64_t& value;
};

// Reads `--name number` pairs. False when one is not known or not a number.
inline bool read_numbers(std::span<char*> words, std::initializer_list<NumberOption> known) {
  for (std::size_t i = 0; i < words.size(); i += 2) {
    bool good = false;
    for (const NumberOption& option : known) {
      if (std::strcmp(words[i], option.name) != 0 || i + 1 == words.size()) continue;
      const char* end = words[i + 1] + std::strlen(words[i + 1]);
      good = std::from_chars(words[i + 1], end, option.value).ptr == end;
    }
    if (!good) return false;
  }
  return true;
}

// What a generator wrote, for bench/harness/inputs.py.
inline void print_made(std::uint64_t events, std::uint64_t bytes, std::uint64_t planted, std::uint64_t seed) {
  std::fprintf(stderr, "{\"events\":%llu,\"bytes\":%llu,\"planted\":%llu,\"seed\":%llu}\n",
               static_cast<unsigned long long>(events), static_cast<unsigned long long>(bytes),
               static_cast<unsigned long long>(planted), static_cast<unsigned long long>(seed));
}

}  // namespace yaral::bench
