#include "ingest/block_pool.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace yaral::ingest {
namespace {

TEST(BlockPool, GivesMemoryOutAgain) {
  const auto pool = std::make_shared<BlockPool>(100);
  std::shared_ptr<char[]> first = pool->take();
  const char* const place = first.get();
  const std::shared_ptr<char[]> second = pool->take();
  EXPECT_NE(second.get(), place);
  first = nullptr;
  EXPECT_EQ(pool->take().get(), place);
}

TEST(BlockPool, BlocksOutliveTheirPool) {
  auto pool = std::make_shared<BlockPool>(100);
  const std::shared_ptr<char[]> block = pool->take();
  pool = nullptr;
  block[99] = 'x';
  EXPECT_EQ(block[99], 'x');
}

TEST(BlockPool, IsSharedByThreads) {
  const auto pool = std::make_shared<BlockPool>(100);
  const auto work = [&] {
    std::vector<std::shared_ptr<char[]>> held;
    for (int i = 0; i < 2000; ++i) {
      held.push_back(pool->take());
      held.back()[0] = static_cast<char>(i);
      if (held.size() == 50) held.clear();
    }
  };
  const std::jthread other(work);
  work();
}

}  // namespace
}  // namespace yaral::ingest
