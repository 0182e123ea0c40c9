#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace yaral::ingest::evtx {

static_assert(std::endian::native == std::endian::little, "EVTX is read in place, and it is little-endian");

using Byte = std::uint8_t;

template <typename T>
T load(const Byte* at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return value;
}

inline bool all_zero(const Byte* bytes, std::size_t size) {
  return size == 0 || (bytes[0] == 0 && std::memcmp(bytes, bytes + 1, size - 1) == 0);
}

// A place in a chunk and the end of what may be read there. Offsets count from the start of the chunk, as every
// reference in the format does. A read that does not fit changes nothing and returns false.
struct Cursor {
  const Byte* chunk = nullptr;
  std::uint32_t position = 0;
  std::uint32_t end = 0;

  std::uint32_t left() const { return end - position; }
  const Byte* here() const { return chunk + position; }

  template <typename T>
  bool read(T& value) {
    if (left() < sizeof(T)) return false;
    value = load<T>(here());
    position += sizeof(T);
    return true;
  }

  bool skip(std::uint32_t count) {
    if (left() < count) return false;
    position += count;
    return true;
  }
};

}  // namespace yaral::ingest::evtx
