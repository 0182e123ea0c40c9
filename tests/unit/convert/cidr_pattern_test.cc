#include "convert/cidr_pattern.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

namespace yaral::convert {
namespace {

bool within(const std::string& block, const std::string& address) {
  const auto pattern = cidr_pattern(block);
  EXPECT_TRUE(pattern) << block;
  return pattern && re2::RE2::PartialMatch(address, *pattern);
}

TEST(CidrPattern, BlocksOfEveryLength) {
  EXPECT_EQ(cidr_pattern("10.0.0.0/8"), R"(^10\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$)");
  EXPECT_EQ(cidr_pattern("192.0.2.77/30"), R"(^192\.0\.2\.(?:76|77|78|79)$)");
  EXPECT_EQ(cidr_pattern("192.0.2.1"), R"(^192\.0\.2\.1$)");
  EXPECT_TRUE(within("172.16.0.0/12", "172.31.255.255"));
  EXPECT_FALSE(within("172.16.0.0/12", "172.32.0.0"));
  EXPECT_FALSE(within("172.16.0.0/12", "1172.16.0.0"));
  EXPECT_TRUE(within("0.0.0.0/0", "8.8.8.8"));
  EXPECT_FALSE(within("10.0.0.0/9", "10.128.0.1"));
}

TEST(CidrPattern, NothingElseIsABlock) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0/8", "2001:db8::/32", "10.0.0.256/32", "a.b.c.d/8", "10.0.0.0/x"})
    EXPECT_FALSE(cidr_pattern(text)) << text;
}

TEST(CidrPattern, FiltersKeepBlocksThatHaveNoPattern) {
  Filter filter{.op = Filter::Op::kCidr, .values = {"10.0.0.0/8"}};
  EXPECT_TRUE(with_cidr_patterns(negated(filter)).args[0].is(Filter::Op::kRegex));
  filter.values = {"10.0.0.0/8", "2001:db8::/32"};
  EXPECT_TRUE(with_cidr_patterns(filter).is(Filter::Op::kCidr));
}

}  // namespace
}  // namespace yaral::convert
