#include "base/parallel.h"

#include <gtest/gtest.h>

namespace yaral {
namespace {

TEST(Parallel, DoesEachPieceOnce) {
  for (const unsigned threads : {0u, 1u, 2u, 9u}) {
    for (const std::size_t count : {0u, 1u, 2u, 500u}) {
      std::vector<std::atomic<int>> done(count);
      in_parallel(threads, count, [&](std::size_t i) { ++done[i]; });
      for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(done[i], 1) << threads << " threads, " << i;
    }
  }
}

}  // namespace
}  // namespace yaral
