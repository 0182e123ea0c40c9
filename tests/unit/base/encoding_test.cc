#include "base/encoding.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/nearest.h"

namespace yaral {
namespace {

using namespace std::string_view_literals;

TEST(Base64, EncodesAndDecodes) {
  const std::pair<std::string_view, const char*> rows[] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xFF\xEF\0"sv, "/+8A"},
  };
  for (const auto& [plain, encoded] : rows) {
    EXPECT_EQ(base64_encode(plain), encoded);
    EXPECT_EQ(base64_decode(encoded), plain);
  }
  EXPECT_EQ(base64_decode("Zm8"), "fo");
  EXPECT_EQ(base64_decode("_-8A"), "\xFF\xEF\0"sv);
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
  for (const char* bad :
       {"Z", "Zg=", "Zg===", "====", "=", "Zm9v=", "Z g=", "Zm9v\n", "Zh==", "Zm9=", "Zg==Zg==", "é"}) {
    EXPECT_FALSE(base64_decode(bad)) << bad;
  }
}

TEST(Hex, EncodesAndDecodes) {
  EXPECT_EQ(hex_encode("\x00\xAB\x7F"sv), "00ab7f");
  EXPECT_EQ(hex_decode("00Ab7F"), "\x00\xAB\x7F"sv);
  EXPECT_EQ(hex_decode(""), "");
  EXPECT_FALSE(hex_decode("abc"));
  EXPECT_FALSE(hex_decode("0x"));
}

TEST(Hash, KnownDigests) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
}

TEST(Hash, Uuid5OfTheDnsNamespace) {
  const std::string dns = *hex_decode("6ba7b8109dad11d180b400c04fd430c8");
  EXPECT_EQ(uuid5(dns, "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

TEST(Nearest, FindsMisspellings) {
  const std::string_view names[] = {"hostname", "host", "ip", "mac", "principal", "Hostname"};
  EXPECT_EQ(nearest("hostnam", names, 1), std::vector<std::string_view>{"hostname"});
  EXPECT_EQ(nearest("hsotname", names, 1), std::vector<std::string_view>{"hostname"});
  EXPECT_EQ(nearest("HOSTNAME", names, 2), (std::vector<std::string_view>{"hostname", "Hostname"}));
  EXPECT_EQ(nearest("Hostname", names, 1), std::vector<std::string_view>{"Hostname"});
  EXPECT_EQ(nearest("pincipal", names, 5), std::vector<std::string_view>{"principal"});
}

TEST(Nearest, SuggestsNothingFarOff) {
  const std::string_view names[] = {"ip", "hostname", ""};
  EXPECT_TRUE(nearest("zz", names, 3).empty());
  EXPECT_TRUE(nearest("", names, 3).empty());
  EXPECT_TRUE(nearest("x", names, 3).empty());
  EXPECT_TRUE(nearest("hostname", names, 0).empty());
  EXPECT_TRUE(nearest(std::string(100'000, 'h'), names, 3).empty());
}

}  // namespace
}  // namespace yaral
