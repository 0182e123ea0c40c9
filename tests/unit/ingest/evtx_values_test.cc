#include "ingest/binxml_values.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace yaral::ingest::evtx {
namespace {

using namespace std::string_view_literals;

BinValue value_of(std::uint8_t type, std::string_view bytes) {
  return {reinterpret_cast<const Byte*>(bytes.data()), static_cast<std::uint16_t>(bytes.size()), type};
}

std::string text_of(std::uint8_t type, std::string_view bytes) {
  const std::size_t room = text_room(type, bytes.size());
  std::string text(room, '\0');
  const char* end = write_value(text.data(), value_of(type, bytes));
  EXPECT_LE(static_cast<std::size_t>(end - text.data()), room);
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}

struct Case {
  std::uint8_t type;
  std::string_view bytes;
  std::string_view text;
};

TEST(EvtxValues, AreWrittenAsWindowsWritesThem) {
  const Case cases[] = {
      {0x00, ""sv, ""},
      {0x00, "\x01\x02"sv, ""},
      {0x01, "a\0b\0"sv, "ab"},
      {0x01, "a\0\0\0\0\0"sv, "a"},                          // terminators
      {0x01, "a\0b"sv, "a"},                                 // an odd byte at the end
      {0x01, "\xe4\0\xac\x20\x3d\xd8\x00\xde"sv, "ä€😀"},    // 2, 3 and 4 bytes
      {0x01, "\x3d\xd8x\0"sv, "\xef\xbf\xbdx"},              // high surrogate alone
      {0x01, "\x00\xdex\0"sv, "\xef\xbf\xbdx"},              // low surrogate alone
      {0x01, "x\0\x3d\xd8"sv, "x\xef\xbf\xbd"},              // cut in the middle of a pair
      {0x02, "C:\\\x80\x81\xe4\0"sv, "C:\\€\xef\xbf\xbdä"},  // Windows-1252, with an unused code
      {0x03, "\x80"sv, "-128"},
      {0x04, "\xff"sv, "255"},
      {0x05, "\x00\x80"sv, "-32768"},
      {0x06, "\xff\xff"sv, "65535"},
      {0x07, "\xff\xff\xff\xff"sv, "-1"},
      {0x08, "\xff\xff\xff\xff"sv, "4294967295"},
      {0x09, "\0\0\0\0\0\0\0\x80"sv, "-9223372036854775808"},
      {0x0a, "\xff\xff\xff\xff\xff\xff\xff\xff"sv, "18446744073709551615"},
      {0x0b, "\0\0\xc0\x3f"sv, "1.5"},
      {0x0c, "\0\0\0\0\0\0\xf0\xbf"sv, "-1"},
      {0x0d, "\1\0\0\0"sv, "true"},
      {0x0d, "\0\0\0\0"sv, "false"},
      {0x0e, "\x00\xab\xff"sv, "00ABFF"},
      {0x0f, "\x03\x02\x01\x00\x05\x04\x07\x06\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"sv,
       "{00010203-0405-0607-0809-0A0B0C0D0E0F}"},
      {0x10, "\x10\0\0\0"sv, "0x10"},
      {0x10, "\x10\0\0\0\1\0\0\0"sv, "0x100000010"},
      {0x11, "\x14\x58\xb0\x58\x28\x3d\xda\x01"sv, "2024-01-02T03:04:05.6789012Z"},
      {0x11, "\0\0\0\0\0\0\0\0"sv, "1601-01-01T00:00:00.0000000Z"},
      {0x12, "\xe8\x07\x02\x00\x04\x00\x1d\x00\x17\x00\x3b\x00\x3a\x00\x07\x00"sv, "2024-02-29T23:59:58.007Z"},
      {0x13, "\1\2\0\0\0\0\0\5\x20\0\0\0\x20\2\0\0"sv, "S-1-5-32-544"},
      {0x13, "\1\0\0\0\0\0\0\0"sv, "S-1-0"},
      {0x14, "\xe7\3\0\0"sv, "0x3e7"},
      {0x15, "\0\0\0\0\0\0\x20\x80"sv, "0x8020000000000000"},
      {0x15, "\0\0\0\0\0\0\0\0"sv, "0x0"},
      {0x20, "\1\0\0\0"sv, "0x1"},
      {0x23, "<\0a\0"sv, "<a"},
      // Sizes that do not fit the type, times that do not exist, SIDs that are cut, unknown types: the bytes.
      {0x06, "\1"sv, "01"},
      {0x08, "\1\2\3\4\5"sv, "0102030405"},
      {0x0f, "\1\2"sv, "0102"},
      {0x12, "\xe8\x07\x0d\x00\x04\x00\x1d\x00\x17\x00\x3b\x00\x3a\x00\x07\x00"sv, "E8070D0004001D0017003B003A000700"},
      {0x11, "\xff\xff\xff\xff\xff\xff\xff\xff"sv, "FFFFFFFFFFFFFFFF"},
      {0x13, "\1\x0f\0\0\0\0\0\5\x20\0\0\0"sv,
       "010F000000000005"
       "20000000"},
      {0x10, "\1\2\3"sv, "010203"},
      {0x77, "\1\2"sv, "0102"},
      // Arrays.
      {0x81, "a\0\0\0\0\0b\0\0\0"sv, "a,,b"},
      {0x81, "a\0\0\0b\0"sv, "a,b"},  // the last without terminator
      {0x81, ""sv, ""},
      {0x82, "a\0bc\0"sv, "a,bc"},
      {0x83, "\x80\x01"sv, "-128,1"},
      {0x86, "\1\0\2\0\3"sv, "1,2,03"},  // a rest that is no item
      {0x8d, "\0\0\0\0\0\0\0\0"sv, "false,false"},
      {0x94, "\1\0\0\0\xff\0\0\0"sv, "0x1,0xff"},
      {0x93, "\1\1\0\0\0\0\0\5\x12\0\0\0\1\0\0\0\0\0\0\5"sv, "S-1-5-18,S-1-5"},
      {0x8e, "\1\2\3"sv, "010203"},
      {0xa1, "\1\2"sv, "0102"},
  };
  for (const Case& c : cases) EXPECT_EQ(text_of(c.type, c.bytes), c.text) << "type " << int{c.type} << ": " << c.text;
}

TEST(EvtxValues, TextRoomHoldsEveryTypeAtEverySize) {
  const std::string bytes(300, '\x80');
  for (int type = 0; type < 256; ++type) {
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
      text_of(static_cast<std::uint8_t>(type), std::string_view(bytes).substr(0, size));
    }
  }
}

TEST(EvtxValues, LongTextIsConvertedAtEveryAlignment) {
  // The conversion takes eight units at once as long as they are ASCII: other ones at every place among them.
  for (std::size_t length = 0; length < 40; ++length) {
    for (std::size_t odd = 0; odd <= length; ++odd) {
      std::string units;
      std::string expected;
      for (std::size_t i = 0; i < length; ++i) {
        const bool is_odd = i == odd;
        units += is_odd ? "\xe9\0"sv : "x\0"sv;
        expected += is_odd ? "é" : "x";
      }
      EXPECT_EQ(text_of(0x01, units), expected);
    }
  }
}

TEST(EvtxValues, IntegersAreReadFromTheirTypesOnly) {
  EXPECT_EQ(integer_of(value_of(0x04, "\xff"sv)), 255u);
  EXPECT_EQ(integer_of(value_of(0x07, "\5\0\0\0"sv)), 5u);
  EXPECT_EQ(integer_of(value_of(0x14, "\xff\xff\xff\xff"sv)), 0xffffffffu);
  EXPECT_EQ(integer_of(value_of(0x07, "\xff\xff\xff\xff"sv)), std::nullopt);
  EXPECT_EQ(integer_of(value_of(0x08, "\1"sv)), std::nullopt);
  EXPECT_EQ(integer_of(value_of(0x01, "1\0"sv)), std::nullopt);
  EXPECT_EQ(integer_of(value_of(0x84, "\1"sv)), std::nullopt);
  EXPECT_EQ(integer_of(value_of(0x00, ""sv)), std::nullopt);
}

TEST(EvtxValues, TimesAreReadFromBothTypes) {
  EXPECT_EQ(time_of(value_of(0x11, "\x14\x58\xb0\x58\x28\x3d\xda\x01"sv)), (Timestamp{1704164645, 678901200}));
  EXPECT_EQ(time_of(value_of(0x12, "\xe8\x07\x02\x00\x04\x00\x1d\x00\x17\x00\x3b\x00\x3a\x00\x07\x00"sv)),
            (Timestamp{1709251198, 7000000}));
  EXPECT_EQ(time_of(value_of(0x12, "\xe8\x07\x02\x00\x04\x00\x1e\x00\x17\x00\x3b\x00\x3a\x00\x07\x00"sv)),
            std::nullopt);
  EXPECT_EQ(time_of(value_of(0x11, "\1"sv)), std::nullopt);
  EXPECT_EQ(time_of(value_of(0x0a, "\1\0\0\0\0\0\0\0"sv)), std::nullopt);
}

}  // namespace
}  // namespace yaral::ingest::evtx
