#include "base/literal_screen.h"

#include <bit>
#include <ranges>

namespace yaral {

LiteralScreen::LiteralScreen(std::span<const std::string> literals) {
  constexpr std::size_t kBlocksPerWord = 4;  // so that about one in 250 other blocks passes
  shortest_ = literals.empty() ? 0 : std::ranges::min(literals | std::views::transform(&std::string::size));
  if (shortest_ < kShortest) return;
  if (shortest_ < kWord) block_ = kThreeBytes;
  // Wherever a literal stands, one of its first blocks is looked at.
  step_ = std::min(shortest_ - std::min(shortest_, kWord) + 1, kLongestStep);
  const std::size_t words = std::bit_ceil(std::max<std::size_t>(2, literals.size() * step_ / kBlocksPerWord));
  shift_ = 64 - static_cast<unsigned>(std::countr_zero(words));
  words_.resize(words);
  for (const std::string& literal : literals) {
    for (std::size_t i = 0; i < step_; ++i) {
      std::uint32_t block = 0;
      std::memcpy(&block, literal.data() + i, std::min(shortest_, kWord));
      words_[hash(block) >> shift_] |= bits(hash(block));
    }
  }
}

}  // namespace yaral
