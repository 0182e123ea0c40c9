#include "functions/fingerprint.h"

#include <bit>
#include <cstddef>
#include <utility>

namespace yaral::functions {
namespace {

// The constants and the mixing steps are the published definition of the function; nothing here may change.
constexpr std::uint64_t kA = 0xa5b85c5e198ed849;
constexpr std::uint64_t kB = 0x8d58ac26afe12e47;
constexpr std::uint64_t kC = 0xc47b6e9e3a970ed3;
constexpr std::uint64_t kMultiplier = 0xc6a4a7935bd1e995;

using Pair = std::pair<std::uint64_t, std::uint64_t>;

// Up to eight bytes from `at` on, little-endian on every machine.
std::uint64_t load(std::string_view bytes, std::size_t at) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8 && at + i < bytes.size(); ++i)
    word |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return word;
}

std::uint64_t shift_mix(std::uint64_t x) { return x ^ (x >> 47); }

std::uint64_t mix(std::uint64_t high, std::uint64_t low) {
  const std::uint64_t a = shift_mix((low ^ high) * kMultiplier);
  return shift_mix((high ^ a) * kMultiplier) * kMultiplier;
}

std::uint64_t hash_to_32(std::string_view bytes) {
  std::uint64_t hash = kA ^ kB ^ kC ^ (bytes.size() * kMultiplier);
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8)
    hash = (hash ^ (shift_mix(load(bytes, at) * kMultiplier) * kMultiplier)) * kMultiplier;
  if (at < bytes.size()) hash = (hash ^ load(bytes, at)) * kMultiplier;
  return shift_mix(shift_mix(hash) * kMultiplier);
}

// A half of a text of 33 to 64 bytes: `first` takes in the words that the caller has chosen.
Pair hash_half(std::uint64_t first, std::uint64_t last, std::uint64_t second, std::uint64_t third) {
  std::uint64_t a = first;
  const std::uint64_t b = std::rotr(a + last, 52);
  std::uint64_t c = std::rotr(a, 37);
  a += second;
  c += std::rotr(a, 7);
  a += third;
  return {a + last, b + std::rotr(a, 31) + c};
}

std::uint64_t hash_to_64(std::string_view bytes) {
  const std::size_t size = bytes.size();
  const Pair front = hash_half(load(bytes, 0) + (size + load(bytes, size - 16)) * kA, load(bytes, 24), load(bytes, 8),
                               load(bytes, 16));
  const Pair back = hash_half(load(bytes, 16) + load(bytes, size - 32), load(bytes, size - 8), load(bytes, size - 24),
                              load(bytes, size - 16));
  const std::uint64_t r = shift_mix((front.first + back.second) * kC + (back.first + front.second) * kA);
  return shift_mix(r * kA + front.second) * kC;
}

// 32 bytes from `at` on, with two seeds.
Pair hash_32(std::string_view bytes, std::size_t at, std::uint64_t seed_a, std::uint64_t seed_b) {
  const std::uint64_t last = load(bytes, at + 24);
  std::uint64_t a = seed_a + load(bytes, at);
  std::uint64_t b = std::rotr(seed_b + a + last, 51);
  const std::uint64_t c = a;
  a += load(bytes, at + 8) + load(bytes, at + 16);
  b += std::rotr(a, 23);
  return {a + last, b + c};
}

std::uint64_t hash_long(std::string_view bytes) {
  const std::size_t size = bytes.size();
  std::uint64_t x = load(bytes, 0);
  std::uint64_t y = load(bytes, size - 16) ^ kB;
  std::uint64_t z = load(bytes, size - 56) ^ kA;
  Pair v = hash_32(bytes, size - 64, size, y);
  Pair w = hash_32(bytes, size - 32, size * kB, kA);
  z += shift_mix(v.second) * kB;
  x = std::rotr(z + x, 39) * kB;
  y = std::rotr(y, 33) * kB;
  // The end has been taken in above, so that whole blocks are enough.
  const std::size_t blocks_end = (size - 1) & ~std::size_t{63};
  for (std::size_t at = 0; at < blocks_end; at += 64) {
    x = (std::rotr(x + y + v.first + load(bytes, at + 16), 37) * kB) ^ w.second;
    y = (std::rotr(y + v.second + load(bytes, at + 48), 42) * kB) ^ v.first;
    z = std::rotr(z ^ w.first, 33);
    v = hash_32(bytes, at, v.second * kB, x + w.first);
    w = hash_32(bytes, at + 32, z + w.second, y);
    std::swap(z, x);
  }
  return mix(mix(v.first, w.first) + shift_mix(y) * kB + z, mix(v.second, w.second) + x);
}

}  // namespace

std::uint64_t fingerprint2011(std::string_view bytes) {
  const std::size_t size = bytes.size();
  const std::uint64_t hash = size <= 32 ? hash_to_32(bytes) : size <= 64 ? hash_to_64(bytes) : hash_long(bytes);
  const std::uint64_t first = size >= 8 ? load(bytes, 0) : kA;
  const std::uint64_t last = size >= 9 ? load(bytes, size - 8) : kA;
  const std::uint64_t result = mix(hash + last, first);
  return result <= 1 ? result + ~std::uint64_t{1} : result;
}

}  // namespace yaral::functions
