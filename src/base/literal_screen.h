#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yaral {

// Passes over what has none of many literals, at a fraction of what an automaton takes: it looks at three or four bytes in
// every few, and asks whether any literal has these (the blocks of Wu and Manber, in a Bloom filter).
class LiteralScreen {
 public:
  static constexpr std::size_t npos = std::string_view::npos;

  // `literals` are in small letters. One that is shorter than kShortest leaves a screen that can tell nothing.
  explicit LiteralScreen(std::span<const std::string> literals);

  bool can_tell() const { return !words_.empty(); }

  // No literal begins in the text between `from` and the result, in whatever case of ASCII letters; npos: none begins from
  // there on. Only where can_tell().
  std::size_t next(std::string_view text, std::size_t from) const {
    if (text.size() < shortest_ || from > text.size() - shortest_) return npos;
    if (text.size() < kWord) return from;
    const std::size_t last = text.size() - kWord;
    for (std::size_t at = from; at <= last; at += step_)
      if (holds(word(text.data() + at) & block_)) return std::max(from + step_, at + 1) - step_;
    // A block of three bytes may be the text's end.
    const bool at_end = block_ != kWholeWord && holds(word(text.data() + last) >> 8);
    return at_end ? text.size() - shortest_ : npos;
  }

  // How far behind next()'s result the bytes may stand that stopped it.
  std::size_t step() const { return step_; }

  static constexpr std::size_t kShortest = 3;

 private:
  static constexpr std::size_t kWord = 4;
  static constexpr std::uint32_t kWholeWord = 0xFFFFFFFF;
  static constexpr std::uint32_t kThreeBytes = 0x00FFFFFF;
  static constexpr std::size_t kLongestStep = 8;
  // Makes capital letters small, and some other bytes alike.
  static constexpr std::uint32_t kSmall = 0x20202020;

  static std::uint32_t word(const char* at) {
    std::uint32_t bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
  }
  static std::uint64_t hash(std::uint32_t block) { return std::uint64_t{block | kSmall} * 0x9E3779B97F4A7C15; }
  static std::uint64_t bits(std::uint64_t hash) { return 1ULL << (hash >> 26 & 63) | 1ULL << (hash >> 32 & 63); }
  bool holds(std::uint32_t block) const {
    const std::uint64_t hashed = hash(block);
    const std::uint64_t wanted = bits(hashed);
    return (words_[hashed >> shift_] & wanted) == wanted;
  }

  std::size_t shortest_ = 0;          // of the literals, in bytes
  std::uint32_t block_ = kWholeWord;  // the bytes of a word that are looked at
  std::size_t step_ = 1;
  unsigned shift_ = 63;
  std::vector<std::uint64_t> words_;  // as many as 64 - shift_ bits can name
};

}  // namespace yaral
