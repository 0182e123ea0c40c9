#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace yaral::ingest {

// Memory for blocks, used again by whichever thread needs some next: given back to the system and taken again, each page of it
// would be made anew.
class BlockPool : public std::enable_shared_from_this<BlockPool> {
 public:
  explicit BlockPool(std::size_t bytes) : bytes_(bytes) {}

  // As many bytes as the pool was made for, with anything in them. May outlive the pool's other owners.
  std::shared_ptr<char[]> take();

 private:
  void give_back(std::unique_ptr<char[]> block);

  static constexpr std::size_t kMostKept = 32;

  std::size_t bytes_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<char[]>> kept_;
};

}  // namespace yaral::ingest
