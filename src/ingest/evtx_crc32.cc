#include "ingest/evtx_crc32.h"

#include <array>

#if defined(__x86_64__)
#include <emmintrin.h>
#include <wmmintrin.h>
#endif

namespace yaral::ingest::evtx {
namespace {

constexpr std::uint32_t kPolynomial = 0xedb88320;
constexpr std::size_t kStride = 16;

using Tables = std::array<std::array<std::uint32_t, 256>, kStride>;

// tables[k][b]: what byte b does to the sum when k bytes follow it in the same stride.
constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t sum = byte;
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ ((sum & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = sum;
  }
  for (std::size_t k = 1; k < kStride; ++k) {
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
      tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xff];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

// The sum after eight bytes that `after` more of the stride follow.
std::uint32_t eight_bytes(std::uint64_t word, std::size_t after) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum ^= kTables[after + 7 - i][(word >> (8 * i)) & 0xff];
  return sum;
}

// The sum after `bytes`; unlike crc32() without inverting anything.
std::uint32_t update(std::uint32_t sum, const Byte* bytes, std::size_t size) {
  for (; size >= kStride; bytes += kStride, size -= kStride) {
    sum = eight_bytes(load<std::uint64_t>(bytes) ^ sum, 8) ^ eight_bytes(load<std::uint64_t>(bytes + 8), 0);
  }
  for (; size > 0; ++bytes, --size) sum = (sum >> 8) ^ kTables[0][(sum ^ *bytes) & 0xff];
  return sum;
}

#if defined(__x86_64__)

// x^n modulo the polynomial, as carry-less multiplication of reversed bits needs it.
constexpr std::int64_t power(int n) {
  std::uint32_t remainder = 0x80000000;
  for (; n > 0; --n) remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? kPolynomial : 0);
  return static_cast<std::int64_t>(remainder) << 1;
}

constexpr std::size_t kLane = 16;
constexpr std::size_t kLanes = 4;
constexpr std::int64_t kFar[] = {power(kLanes * 128 + 32), power(kLanes * 128 - 32)};
constexpr std::int64_t kNear[] = {power(128 + 32), power(128 - 32)};

// What `lane` stands for when as many bits follow it as `powers` are made for, and `next` there.
__attribute__((target("pclmul"))) inline __m128i fold(__m128i lane, __m128i powers, __m128i next) {
  const __m128i low = _mm_clmulepi64_si128(lane, powers, 0x00);
  const __m128i high = _mm_clmulepi64_si128(lane, powers, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

inline __m128i load_lane(const Byte* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

// update() for 64 bytes and more: folds them into 16 that have the same sum.
__attribute__((target("pclmul"))) std::uint32_t update_folding(std::uint32_t sum, const Byte* bytes, std::size_t size) {
  __m128i lanes[kLanes];
  for (std::size_t i = 0; i < kLanes; ++i) lanes[i] = load_lane(bytes + i * kLane);
  lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi32_si128(static_cast<int>(sum)));
  const __m128i far = _mm_set_epi64x(kFar[1], kFar[0]);
  for (bytes += kLanes * kLane, size -= kLanes * kLane; size >= kLanes * kLane;
       bytes += kLanes * kLane, size -= kLanes * kLane) {
    for (std::size_t i = 0; i < kLanes; ++i) lanes[i] = fold(lanes[i], far, load_lane(bytes + i * kLane));
  }
  const __m128i near = _mm_set_epi64x(kNear[1], kNear[0]);
  for (std::size_t i = 1; i < kLanes; ++i) lanes[i] = fold(lanes[i - 1], near, lanes[i]);
  Byte rest[kLane];
  _mm_storeu_si128(reinterpret_cast<__m128i*>(rest), lanes[kLanes - 1]);
  return update(update(0, rest, kLane), bytes, size);
}

#endif

}  // namespace

std::uint32_t crc32(std::uint32_t crc, const Byte* bytes, std::size_t size) {
#if defined(__x86_64__)
  if (size >= kLanes * kLane && __builtin_cpu_supports("pclmul")) return ~update_folding(~crc, bytes, size);
#endif
  return ~update(~crc, bytes, size);
}

}  // namespace yaral::ingest::evtx
