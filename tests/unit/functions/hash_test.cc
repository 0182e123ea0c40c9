#include <gtest/gtest.h>

#include "call.h"

namespace yaral::functions {
namespace {

TEST(Fingerprint, OfKnownTexts) {
  check({
      {"hash.fingerprint2011", {s("")}, u(2570847921467975139u)},
      {"hash.fingerprint2011", {unset()}, u(2570847921467975139u)},
      {"hash.fingerprint2011", {s("test")}, u(8473225671271759044u)},
      {"hash.fingerprint2011", {b("foo")}, u(15041107834533274884u)},
  });
}

// Bytes of a linear congruential generator whose seed depends on the length.
std::string sample(std::uint32_t length) {
  std::string bytes;
  std::uint32_t x = length * 7 + 1;
  for (std::uint32_t n = 0; n < length; ++n) {
    x = x * 1103515245u + 12345u;
    bytes += static_cast<char>(x >> 16);
  }
  return bytes;
}

// The function has three branches by length, 32 and 64, and blocks of 8 and 64 bytes. Values are those of the reference
// implementation for the same bytes.
TEST(Fingerprint, OfEveryKindOfLength) {
  struct Golden {
    std::uint32_t length;
    std::uint64_t fingerprint;
  };
  constexpr Golden kGoldens[] = {
      {1, 14866767541467943780u},   {7, 16042213961334367092u},   {8, 1124793763091887367u},
      {9, 14587485197644873998u},   {16, 14517729039203447858u},  {31, 2663535317551285128u},
      {32, 3164570425015732160u},   {33, 14940538590053793475u},  {47, 15110005447792844708u},
      {63, 3777803167253996384u},   {64, 756542138260210279u},    {65, 9927811924583998222u},
      {100, 10190527335488517174u}, {127, 4651280627222052764u},  {128, 7706172318595507152u},
      {129, 3747751611087523702u},  {191, 12154913002450133131u}, {192, 3769156392751000513u},
      {193, 6181265175943631742u},  {399, 4109420348542326446u},
  };
  for (const Golden& golden : kGoldens) {
    Caller call;
    EXPECT_EQ(call("hash.fingerprint2011", {b(sample(golden.length))}).as_uint(), golden.fingerprint) << golden.length;
  }
}

TEST(Sha256, IsLowerCaseHex) {
  check({
      {"hash.sha256", {s("")}, s("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")},
      {"hash.sha256", {unset()}, s("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")},
      {"hash.sha256", {s("abc")}, s("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")},
  });
}

TEST(SampleRate, IsTheFingerprintModuloTheDenominator) {
  // 8473225671271759044 % 10 is 4.
  check({
      {"optimization.sample_rate", {s("test"), i(5), i(10)}, yes()},
      {"optimization.sample_rate", {s("test"), i(4), i(10)}, no()},
      {"optimization.sample_rate", {b("test"), i(5), i(10)}, yes()},
      {"optimization.sample_rate", {s("test"), i(1), i(1)}, yes()},
      {"optimization.sample_rate", {s("test"), i(0), i(1)}, no()},
      {"optimization.sample_rate", {s("test"), i(-1), i(1)}, no()},
      {"optimization.sample_rate", {s("test"), i(20), i(10)}, yes()},
  });
}

TEST(SampleRate, NeedsAPositiveDenominator) {
  for (const std::int64_t denominator : {std::int64_t{0}, std::int64_t{-10}, INT64_MIN}) {
    Caller call;
    EXPECT_FALSE(call("optimization.sample_rate", {s("test"), i(5), i(denominator)}).as_bool());
    EXPECT_EQ(call.notes("optimization.sample_rate with a denominator that is not positive"), 1);
  }
}

}  // namespace
}  // namespace yaral::functions
