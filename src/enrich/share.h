#pragma once

#include <cstdint>

namespace yaral::enrich {

// Which of too many things are kept, when memory has a limit: those whose hash ends in enough zero bits. Halving until what
// is kept fits leaves the same things whatever order they come in.
class Share {
 public:
  bool keeps(std::uint64_t hash) const { return (hash & mask_) == 0; }
  void halve() { mask_ = mask_ << 1 | 1; }
  // One in how many is kept.
  std::uint64_t one_in() const { return mask_ + 1; }

 private:
  std::uint64_t mask_ = 0;
};

}  // namespace yaral::enrich
