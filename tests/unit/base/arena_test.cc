#include "base/arena.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace yaral {
namespace {

bool is_aligned(const void* place, std::size_t alignment) {
  return reinterpret_cast<std::uintptr_t>(place) % alignment == 0;
}

TEST(Arena, ObjectsAreAligned) {
  Arena arena;
  for (int i = 0; i < 10'000; ++i) {
    arena.copy("x");
    ASSERT_TRUE(is_aligned(arena.allocate<std::uint64_t>(3), alignof(std::uint64_t)));
    ASSERT_TRUE(is_aligned(arena.create<long double>(1), alignof(long double)));
  }
}

// Smaller than a block, larger than all, after a reset() and without.
TEST(Arena, NothingOverlaps) {
  Arena arena;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::span<char>> runs;
    for (const std::size_t size : {1, 4095, 4097, 5, 300'000, 7, 70'000, 3'000'000, 9, 100, 65'536}) {
      runs.emplace_back(arena.allocate<char>(size), size);
      std::ranges::fill(runs.back(), static_cast<char>('a' + runs.size()));
    }
    for (std::size_t i = 0; i < runs.size(); ++i)
      EXPECT_TRUE(std::ranges::all_of(runs[i], [i](char c) { return c == static_cast<char>('b' + i); })) << i;
    arena.reset();
  }
}

TEST(Arena, AScopeTakesItsOwnBackAndNothingElse) {
  Arena arena;
  const std::string_view before = arena.copy("before");
  const char* inside = nullptr;
  for (int i = 0; i < 100; ++i) {
    const ArenaScope scope(arena);
    const std::string_view small = arena.copy("inside");
    EXPECT_TRUE(inside == nullptr || inside == small.data()) << i;
    inside = small.data();
    std::ranges::fill(std::span(arena.allocate<char>(1'000'000), 1'000'000), 'x');
  }
  EXPECT_EQ(arena.copy("after").data(), inside);
  EXPECT_EQ(before, "before");
}

TEST(Arena, CopiesAreTheTextsOwn) {
  Arena arena;
  std::string text = "certutil";
  const std::string_view copy = arena.copy(text);
  text[0] = 'X';
  EXPECT_EQ(copy, "certutil");
  EXPECT_EQ(arena.copy(""), "");
}

}  // namespace
}  // namespace yaral
