#include "ingest/evtx_crc32.h"

#include <array>

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

}  // namespace

std::uint32_t crc32(std::uint32_t crc, const Byte* bytes, std::size_t size) {
  crc = ~crc;
  for (; size >= kStride; bytes += kStride, size -= kStride) {
    crc = eight_bytes(load<std::uint64_t>(bytes) ^ crc, 8) ^ eight_bytes(load<std::uint64_t>(bytes + 8), 0);
  }
  for (; size > 0; ++bytes, --size) crc = (crc >> 8) ^ kTables[0][(crc ^ *bytes) & 0xff];
  return ~crc;
}

}  // namespace yaral::ingest::evtx
