#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"

namespace yaral::ingest::evtx {

// What a chunk may cost. A chunk is 64 KiB, but its templates and names are referred to by offset, so a hostile one
// could make a few bytes stand for gigabytes. A unit is a byte of room for text, or a sixteenth of a token read; real
// chunks need a fiftieth of it.
struct Budget {
  std::int64_t left = 32 << 20;

  bool spend(std::size_t units) {
    left -= static_cast<std::int64_t>(units);
    return left >= 0;
  }
};

// Writes texts one after another into blocks taken from an arena, so that a text costs no allocation of its own.
class TextWriter {
 public:
  explicit TextWriter(Arena& arena) : arena_(arena) {}

  // Room for `size` bytes; valid until the next call. What was not committed is used again.
  char* reserve(std::size_t size) {
    if (static_cast<std::size_t>(end_ - at_) < size) {
      const std::size_t block = std::max(size, kBlock);
      at_ = arena_.allocate<char>(block);
      end_ = at_ + block;
    }
    return at_;
  }

  // Keeps what was written from the last reserve() on.
  std::string_view commit(char* written_to) {
    const std::string_view text(at_, static_cast<std::size_t>(written_to - at_));
    at_ = written_to;
    return text;
  }

 private:
  static constexpr std::size_t kBlock = 16384;

  Arena& arena_;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

}  // namespace yaral::ingest::evtx
