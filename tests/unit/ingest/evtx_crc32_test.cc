#include "ingest/evtx_crc32.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace yaral::ingest::evtx {
namespace {

std::uint32_t sum_of(std::string_view bytes, std::uint32_t before = 0) {
  return crc32(before, reinterpret_cast<const Byte*>(bytes.data()), bytes.size());
}

// Bit by bit, as the definition goes.
std::uint32_t slow_sum(std::string_view bytes) {
  std::uint32_t sum = 0xffffffff;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0xedb88320 : 0);
  }
  return ~sum;
}

TEST(EvtxCrc32, KnownValues) {
  EXPECT_EQ(sum_of(""), 0u);
  EXPECT_EQ(sum_of("123456789"), 0xcbf43926u);
  EXPECT_EQ(sum_of("The quick brown fox jumps over the lazy dog"), 0x414fa339u);
}

TEST(EvtxCrc32, EveryLengthAndSplitAgreesWithTheDefinition) {
  std::mt19937 random(1);
  std::string bytes(400, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const std::string_view part = std::string_view(bytes).substr(bytes.size() - size);
    const std::uint32_t expected = slow_sum(part);
    EXPECT_EQ(sum_of(part), expected) << size;
    EXPECT_EQ(sum_of(part.substr(size / 3), sum_of(part.substr(0, size / 3))), expected) << size;
  }
}

}  // namespace
}  // namespace yaral::ingest::evtx
