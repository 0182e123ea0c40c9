#include <gtest/gtest.h>

#include "call.h"
#include "functions/ip_address.h"

namespace yaral::functions {
namespace {

constexpr std::string_view kCall = "net.ip_in_range_cidr";

TEST(IpInRange, Ipv4) {
  check({
      {kCall, {s("10.1.2.3"), s("10.0.0.0/8")}, yes()},
      {kCall, {s("11.1.2.3"), s("10.0.0.0/8")}, no()},
      {kCall, {s("192.168.1.127"), s("192.168.1.0/25")}, yes()},
      {kCall, {s("192.168.1.128"), s("192.168.1.0/25")}, no()},
      {kCall, {s("192.168.1.77"), s("192.168.1.99/25")}, yes()},
      {kCall, {s("1.2.3.4"), s("1.2.3.4/32")}, yes()},
      {kCall, {s("1.2.3.5"), s("1.2.3.4/32")}, no()},
      {kCall, {s("255.255.255.255"), s("0.0.0.0/0")}, yes()},
  });
}

TEST(IpInRange, Ipv6) {
  check({
      {kCall, {s("2001:db8::1"), s("2001:db8::/32")}, yes()},
      {kCall, {s("2001:DB8:0:0::1"), s("2001:db8::/32")}, yes()},
      {kCall, {s("2001:db9::1"), s("2001:db8::/32")}, no()},
      {kCall, {s("::1"), s("::1/128")}, yes()},
      {kCall, {s("fe80::1%eth0"), s("fe80::/10")}, yes()},
      {kCall, {s("febf::1"), s("fe80::/10")}, yes()},
      {kCall, {s("fec0::1"), s("fe80::/10")}, no()},
      {kCall, {s("2001:db8::1"), s("::/0")}, yes()},
  });
}

TEST(IpInRange, MappedAddressesAreIpv4) {
  check({
      {kCall, {s("::ffff:10.1.2.3"), s("10.0.0.0/8")}, yes()},
      {kCall, {s("::ffff:a01:203"), s("10.0.0.0/8")}, yes()},
      {kCall, {s("10.1.2.3"), s("::ffff:10.0.0.0/104")}, yes()},
      {kCall, {s("10.1.2.3"), s("::/0")}, no()},
      {kCall, {s("2001:db8::1"), s("0.0.0.0/0")}, no()},
      {kCall, {s("::10.1.2.3"), s("10.0.0.0/8")}, no()},
  });
}

TEST(IpInRange, EmptyIsFalseInSilence) {
  Caller call;
  EXPECT_FALSE(call(kCall, {s(""), s("0.0.0.0/0")}).as_bool());
  EXPECT_FALSE(call(kCall, {unset(), s("0.0.0.0/0")}).as_bool());
  EXPECT_TRUE(call.quiet());
}

TEST(IpInRange, OtherTextIsFalseAndNoted) {
  std::uint64_t notes = 0;
  Caller call;
  for (const std::string_view text : {"host", "10.0.0", "10.0.0.256", "10.0.0.1.2", "010.0.0.1", "10.0.0.1/8",
                                      " 10.0.0.1", "::1::", "1:2:3:4:5:6:7:8:9", "%eth0", "-"}) {
    EXPECT_FALSE(call(kCall, {s(text), s("0.0.0.0/0")}).as_bool()) << text;
    EXPECT_FALSE(call.constant(kCall, {s(text), s("::/0")}).as_bool()) << text;
    notes += 2;
    EXPECT_EQ(call.notes("invalid IP address"), notes) << text;
  }
  EXPECT_FALSE(call(kCall, {s(std::string(1 << 20, ':')), s("::/0")}).as_bool());
  EXPECT_FALSE(call(kCall, {s(std::string_view("10.0.0.1\0", 9)), s("0.0.0.0/0")}).as_bool());
}

TEST(IpInRange, BadBlocksAreFalseAndNoted) {
  const Implementation* implementation = find_implementation(kCall);
  for (const std::string_view block : {"", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ", "/8",
                                       "x/8", "::/129", "10.0.0.0/99999999999", "10.0.0.0/+8"}) {
    Caller call;
    EXPECT_FALSE(call(kCall, {s("10.0.0.1"), s(block)}).as_bool()) << block;
    EXPECT_EQ(call.notes("invalid subnet CIDR"), 1) << block;
    const std::vector<Value> constants = {unset(), s(block)};
    EXPECT_EQ(implementation->prepare(constants, false), nullptr) << block;
  }
}

TEST(IpInRange, PreparedBlockIsUsedWithoutItsText) {
  const Implementation* implementation = find_implementation(kCall);
  const std::vector<Value> constants = {unset(), s("10.0.0.0/8")};
  const auto prepared = implementation->prepare(constants, false);
  ASSERT_NE(prepared, nullptr);
  Caller call;
  const std::vector<Value> arguments = {s("10.9.9.9"), unset()};
  EXPECT_TRUE(implementation->call(call.context(), arguments, prepared.get()).as_bool());
}

TEST(CidrBlock, EveryPrefixLengthSplitsAtItsBit) {
  const auto all_ones = parse_ip("255.255.255.255");
  for (int bits = 1; bits <= 32; ++bits) {
    auto block = parse_cidr("255.255.255.255/" + std::to_string(bits));
    ASSERT_TRUE(block) << bits;
    EXPECT_TRUE(block->contains(*all_ones)) << bits;
    IpAddress other = *all_ones;
    const int last = 96 + bits - 1;
    other[static_cast<std::size_t>(last / 8)] ^= static_cast<std::uint8_t>(0x80 >> (last % 8));
    EXPECT_FALSE(block->contains(other)) << bits;
  }
}

}  // namespace
}  // namespace yaral::functions
