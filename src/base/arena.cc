#include "base/arena.h"

#include <algorithm>

namespace yaral {

void* Arena::allocate_from_next_block(std::size_t size, std::size_t alignment) {
  // Blocks are aligned for all types: nothing here asks for more.
  const auto next = blocks_.begin() + static_cast<std::ptrdiff_t>(used_);
  const auto fitting = std::find_if(next, blocks_.end(), [size](const Block& block) { return block.size >= size; });
  if (fitting != blocks_.end()) {
    std::iter_swap(next, fitting);
  } else {
    const std::size_t doubled = blocks_.empty() ? kFirstBlock : std::min(blocks_.back().size * 2, kLargestBlock);
    const std::size_t bytes = std::max(size, doubled);
    blocks_.insert(next, {std::make_unique_for_overwrite<std::byte[]>(bytes), bytes});
  }
  const Block& block = blocks_[used_++];
  at_ = block.bytes.get();
  end_ = at_ + block.size;
  return allocate_bytes(size, alignment);
}

void Arena::reset() {
  std::size_t kept = 0;
  std::erase_if(blocks_, [&kept](const Block& block) {
    if (kept + block.size > kKept) return true;
    kept += block.size;
    return false;
  });
  used_ = 0;
  at_ = end_ = nullptr;
}

}  // namespace yaral
