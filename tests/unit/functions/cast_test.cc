#include <limits>

#include <gtest/gtest.h>

#include "call.h"
#include "functions/number_text.h"

namespace yaral::functions {
namespace {

TEST(Cast, AsBool) {
  check({
      {"cast.as_bool", {i(1)}, yes()},
      {"cast.as_bool", {u(1)}, yes()},
      {"cast.as_bool", {i(2)}, no()},
      {"cast.as_bool", {i(-1)}, no()},
      {"cast.as_bool", {s("true")}, yes()},
      {"cast.as_bool", {s("TrUe")}, yes()},
      {"cast.as_bool", {s("1")}, no()},
      {"cast.as_bool", {s("yes")}, no()},
      {"cast.as_bool", {s(" true")}, no()},
      {"cast.as_bool", {unset()}, no()},
      {"cast.as_bool", {yes()}, yes()},
      {"cast.as_bool", {no()}, no()},
  });
}

TEST(Cast, AsFloatCutsTextAfterSevenDecimals) {
  check({
      {"cast.as_float", {s("1.012345678")}, f(1.0123456)},
      {"cast.as_float", {s("-0.99999999")}, f(-0.9999999)},
      {"cast.as_float", {s("2.5")}, f(2.5)},
      {"cast.as_float", {s("+2.")}, f(2)},
      {"cast.as_float", {s(".5")}, f(0.5)},
      {"cast.as_float", {s("1.5e3")}, f(1500)},
      {"cast.as_float", {s("123456789")}, f(123456789)},
      {"cast.as_float", {s("1.012345678x")}, f(0)},
      {"cast.as_float", {s("1e999")}, f(0)},
      {"cast.as_float", {i(3)}, f(3)},
      {"cast.as_float", {f(1.012345678)}, f(1.012345678)},
  });
  for (const std::string_view text :
       {"", " 1", "1 ", "abc", "nan", "inf", "-inf", "0x10", "1,5", "--1", "+-1", "-", ".", "1.5.2"})
    check({{"cast.as_float", {s(text)}, f(0)}});
  check({{"cast.as_float", {unset()}, f(0)}});
}

TEST(Cast, AsInt) {
  check({
      {"cast.as_int", {s("42")}, i(42)},
      {"cast.as_int", {s("-42")}, i(-42)},
      {"cast.as_int", {s("+42")}, i(42)},
      {"cast.as_int", {s("2.0199")}, i(2)},
      {"cast.as_int", {s("-2.9")}, i(-2)},
      {"cast.as_int", {s("9223372036854775807")}, i(INT64_MAX)},
      {"cast.as_int", {s("-9223372036854775808")}, i(INT64_MIN)},
      {"cast.as_int", {s("9223372036854775808")}, i(0)},
      {"cast.as_int", {s("1e3")}, i(1000)},
      {"cast.as_int", {f(2.9)}, i(2)},
      {"cast.as_int", {f(-2.9)}, i(-2)},
      {"cast.as_int", {f(1e19)}, i(0)},
      {"cast.as_int", {f(std::numeric_limits<double>::quiet_NaN())}, i(0)},
      {"cast.as_int", {u(7)}, i(7)},
      {"cast.as_int", {u(UINT64_MAX)}, i(0)},
      {"cast.as_int", {yes()}, i(1)},
      {"cast.as_int", {unset()}, i(0)},
  });
  for (const std::string_view text : {"", "x", "1x", "0x1f", " 1", "1_000"}) check({{"cast.as_int", {s(text)}, i(0)}});
}

TEST(Cast, AsUint) {
  check({
      {"cast.as_uint", {s("18446744073709551615")}, u(UINT64_MAX)},
      {"cast.as_uint", {s("18446744073709551616")}, u(0)},
      {"cast.as_uint", {s("-1")}, u(0)},
      {"cast.as_uint", {s("3.9")}, u(3)},
      {"cast.as_uint", {i(5)}, u(5)},
      {"cast.as_uint", {i(-5)}, u(0)},
      {"cast.as_uint", {f(-0.5)}, u(0)},
      {"cast.as_uint", {f(1.8e19)}, u(18000000000000000000u)},
      {"cast.as_uint", {f(1e20)}, u(0)},
      {"cast.as_uint", {u(UINT64_MAX)}, u(UINT64_MAX)},
      {"cast.as_uint", {unset()}, u(0)},
  });
}

TEST(Cast, AsString) {
  check({
      {"cast.as_string", {i(-7)}, s("-7")},
      {"cast.as_string", {u(UINT64_MAX)}, s("18446744073709551615")},
      {"cast.as_string", {f(2.25)}, s("2.25")},
      {"cast.as_string", {f(2)}, s("2")},
      {"cast.as_string", {yes()}, s("true")},
      {"cast.as_string", {no()}, s("false")},
      {"cast.as_string", {s("text")}, s("text")},
      {"cast.as_string", {b("MZ")}, s("MZ")},
      {"cast.as_string", {b("\xff")}, s("")},
      {"cast.as_string", {b("\xff"), s("none")}, s("none")},
      {"cast.as_string", {b("MZ"), s("none")}, s("MZ")},
      {"cast.as_string", {unset()}, s("")},
  });
}

TEST(Cast, LongText) {
  Caller call;
  const std::string nines(1 << 20, '9');
  EXPECT_EQ(call("cast.as_int", {s(nines)}).as_int(), 0);
  EXPECT_EQ(call("cast.as_uint", {s(nines)}).as_uint(), 0);
  EXPECT_EQ(call("cast.as_float", {s(nines)}).as_float(), 0);
  EXPECT_EQ(call("cast.as_float", {s("0." + nines)}).as_float(), 0.9999999);
  EXPECT_EQ(call("cast.as_bool", {s(nines)}).as_bool(), false);
}

TEST(ToText, OfEveryKind) {
  EXPECT_EQ(to_text(unset()), "");
  EXPECT_EQ(to_text(s("a")), "a");
  EXPECT_EQ(to_text(b("MZ")), "TVo=");
  EXPECT_EQ(to_text(i(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(to_text(Value::enumerator(3)), "3");
  EXPECT_EQ(to_text(Value::timestamp({.seconds = 1, .nanos = 500'000'000})), "1970-01-01T00:00:01.500Z");
  EXPECT_EQ(to_text(Value::list({})), "");
}

TEST(FloatText, HasNoNeedlessDigits) {
  EXPECT_EQ(float_text(0.1), "0.1");
  EXPECT_EQ(float_text(100), "100");
  EXPECT_EQ(float_text(1e15), "1000000000000000");
  EXPECT_EQ(float_text(123456.75), "123456.75");
  EXPECT_EQ(float_text(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(float_text(-1e-7), "-0.0000001");
  EXPECT_EQ(float_text(-5e-324), "0");
  EXPECT_EQ(float_text(1e21), "1e+21");
  EXPECT_EQ(float_text(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(float_text(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(float_text(std::numeric_limits<double>::quiet_NaN()), "nan");
}

}  // namespace
}  // namespace yaral::functions
