#include "base/value.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "base/type.h"

namespace yaral {
namespace {

constexpr std::int64_t kMinInt = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMaxInt = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t kMaxUint = std::numeric_limits<std::uint64_t>::max();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Value, NullReadsAsTheZeroOfEveryKind) {
  const Value null{};
  EXPECT_EQ(null.as_text(), "");
  EXPECT_EQ(null.as_int(), 0);
  EXPECT_EQ(null.as_uint(), 0u);
  EXPECT_EQ(null.as_float(), 0.0);
  EXPECT_FALSE(null.as_bool());
  EXPECT_TRUE(null.as_timestamp().is_zero());
  EXPECT_TRUE(null.as_list().empty());
  EXPECT_EQ(null.as_message(), nullptr);
}

TEST(Value, ZeroOfEveryKind) {
  const std::array<Value, 9> zeros = {Value::string(""),          Value::bytes(""),      Value::integer(0),
                                      Value::unsigned_integer(0), Value::floating(-0.0), Value::boolean(false),
                                      Value::enumerator(0),       Value::timestamp({}),  Value::list({})};
  for (const Value& zero : zeros) {
    EXPECT_TRUE(zero.is_zero());
    EXPECT_TRUE(equal(zero, Value()));
    EXPECT_TRUE(equal(Value(), zero));
    EXPECT_EQ(hash_value(zero), hash_value(Value()));
  }
  EXPECT_FALSE(Value::timestamp({0, 1}).is_zero());
  EXPECT_FALSE(Value::floating(kNaN).is_zero());
  EXPECT_FALSE(Value::string(std::string_view("\0", 1)).is_zero());
}

TEST(Value, NumbersOfDifferentKindsCompareExactly) {
  EXPECT_EQ(compare(Value::integer(-1), Value::unsigned_integer(0)), -1);
  EXPECT_EQ(compare(Value::integer(kMaxInt), Value::unsigned_integer(kMaxUint)), -1);
  EXPECT_EQ(compare(Value::unsigned_integer(kMaxUint), Value::integer(-1)), 1);
  EXPECT_TRUE(equal(Value::integer(443), Value::unsigned_integer(443)));
  EXPECT_TRUE(equal(Value::integer(2), Value::floating(2.0)));
  EXPECT_EQ(compare(Value::integer(2), Value::floating(2.5)), -1);
  EXPECT_EQ(compare(Value::integer(-2), Value::floating(-2.5)), 1);
  // 2^53 + 1 is no double, and must not equal its neighbour.
  EXPECT_EQ(compare(Value::integer(9007199254740993), Value::floating(9007199254740992.0)), 1);
  EXPECT_EQ(compare(Value::integer(kMaxInt), Value::floating(9223372036854775808.0)), -1);
  EXPECT_TRUE(equal(Value::integer(kMinInt), Value::floating(-9223372036854775808.0)));
  EXPECT_EQ(compare(Value::unsigned_integer(kMaxUint), Value::floating(18446744073709551616.0)), -1);
  EXPECT_EQ(compare(Value::unsigned_integer(kMaxUint), Value::floating(1.0)), 1);
  EXPECT_TRUE(equal(Value::enumerator(3), Value::integer(3)));
}

TEST(Value, NaNSortsFirstAndEqualsItself) {
  EXPECT_TRUE(equal(Value::floating(kNaN), Value::floating(kNaN)));
  EXPECT_EQ(compare(Value::floating(kNaN), Value::floating(-std::numeric_limits<double>::infinity())), -1);
  EXPECT_EQ(compare(Value::integer(kMinInt), Value::floating(kNaN)), 1);
  EXPECT_EQ(compare(Value::floating(kNaN), Value::unsigned_integer(kMaxUint)), -1);
  EXPECT_EQ(hash_value(Value::floating(kNaN)), hash_value(Value::floating(-kNaN)));
}

TEST(Value, TextComparesByBytes) {
  EXPECT_EQ(compare(Value::string("a"), Value::string("b")), -1);
  EXPECT_EQ(compare(Value::string("a"), Value::string("a\x01")), -1);
  EXPECT_EQ(compare(Value::string("z"), Value::string("\xC3\xA4")), -1);
  EXPECT_TRUE(equal(Value::string("x"), Value::bytes("x")));
}

TEST(Value, ListsCompareElementByElement) {
  const std::array<Value, 2> short_list = {Value::integer(1), Value::integer(2)};
  const std::array<Value, 3> long_list = {Value::integer(1), Value::floating(2.0), Value::integer(0)};
  EXPECT_EQ(compare(Value::list(short_list), Value::list(long_list)), -1);
  EXPECT_TRUE(equal(Value::list(short_list), Value::list(std::span(long_list).first(2))));
  EXPECT_EQ(hash_value(Value::list(short_list)), hash_value(Value::list(std::span(long_list).first(2))));
  EXPECT_EQ(compare(Value::list(long_list), Value::list({})), 1);
}

TEST(Value, EqualNumbersHashAlike) {
  const std::vector<std::pair<Value, Value>> pairs = {
      {Value::integer(7), Value::unsigned_integer(7)},
      {Value::integer(-7), Value::floating(-7.0)},
      {Value::unsigned_integer(1ULL << 63), Value::floating(9223372036854775808.0)},
      {Value::enumerator(15001), Value::integer(15001)},
      {Value::string("q"), Value::bytes("q")},
  };
  for (const auto& [a, b] : pairs) {
    EXPECT_TRUE(equal(a, b));
    EXPECT_EQ(hash_value(a), hash_value(b));
  }
  EXPECT_NE(hash_value(Value::integer(7)), hash_value(Value::integer(8)));
  EXPECT_NE(hash_value(Value::floating(0.5)), hash_value(Value::floating(0.25)));
}

TEST(Value, KindsThatDoNotMixOrderByKind) {
  const Value text = Value::string("9");
  const Value number = Value::integer(1);
  EXPECT_EQ(compare(text, number), -compare(number, text));
  EXPECT_NE(compare(text, number), 0);
  EXPECT_NE(compare(Value::boolean(true), Value::integer(1)), 0);
  EXPECT_NE(compare(Value::timestamp({1, 0}), Value::duration({1, 0})), 0);
}

TEST(Value, ToDouble) {
  EXPECT_EQ(Value::integer(-2).to_double(), -2.0);
  EXPECT_EQ(Value::unsigned_integer(kMaxUint).to_double(), 18446744073709551616.0);
  EXPECT_EQ(Value::boolean(true).to_double(), 1.0);
  EXPECT_EQ(Value::enumerator(4).to_double(), 4.0);
  EXPECT_EQ(Value::string("5").to_double(), 0.0);
}

TEST(Type, NamesAsUsersReadThem) {
  EXPECT_EQ(type_name({BaseType::kString}), "string");
  EXPECT_EQ(type_name({BaseType::kFloat, true}), "list of float");
}

}  // namespace
}  // namespace yaral
