#include "ingest/block_pool.h"

#include <utility>

namespace yaral::ingest {

std::shared_ptr<char[]> BlockPool::take() {
  std::unique_ptr<char[]> block;
  {
    const std::lock_guard lock(mutex_);
    if (!kept_.empty()) {
      block = std::move(kept_.back());
      kept_.pop_back();
    }
  }
  if (block == nullptr) block = std::make_unique_for_overwrite<char[]>(bytes_);
  return {block.release(),
          [pool = shared_from_this()](char* bytes) { pool->give_back(std::unique_ptr<char[]>(bytes)); }};
}

void BlockPool::give_back(std::unique_ptr<char[]> block) {
  const std::lock_guard lock(mutex_);
  if (kept_.size() < kMostKept) kept_.push_back(std::move(block));
}

}  // namespace yaral::ingest
