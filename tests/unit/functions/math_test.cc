#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "call.h"

namespace yaral::functions {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Math, Abs) {
  check({
      {"math.abs", {i(-3)}, i(3)},
      {"math.abs", {u(3)}, u(3)},
      {"math.abs", {f(-2.5)}, f(2.5)},
      {"math.abs", {unset()}, i(0)},
  });
  Caller call;
  EXPECT_EQ(call("math.abs", {i(INT64_MIN)}).as_int(), INT64_MAX);
  EXPECT_EQ(call.notes("integer overflow"), 1);
}

TEST(Math, CeilAndFloor) {
  check({
      {"math.ceil", {f(2.1)}, i(3)},
      {"math.ceil", {f(-2.1)}, i(-2)},
      {"math.floor", {f(2.9)}, i(2)},
      {"math.floor", {f(-2.1)}, i(-3)},
      {"math.ceil", {i(7)}, i(7)},
      {"math.floor", {u(7)}, i(7)},
      {"math.floor", {u(UINT64_MAX)}, i(0)},
      {"math.ceil", {f(1e19)}, i(0)},
      {"math.floor", {f(-1e19)}, i(0)},
      {"math.ceil", {f(kNan)}, i(0)},
      {"math.ceil", {unset()}, i(0)},
      {"math.floor", {f(-9223372036854775808.0)}, i(INT64_MIN)},
      {"math.ceil", {f(9223372036854775808.0)}, i(0)},
  });
}

TEST(Math, GeoDistance) {
  Caller call;
  const auto metres = [&](double lon1, double lat1, double lon2, double lat2) {
    return call("math.geo_distance", {f(lon1), f(lat1), f(lon2), f(lat2)}).as_float();
  };
  EXPECT_EQ(metres(13.4, 52.5, 13.4, 52.5), 0);
  // A quarter of the circumference, and half of it.
  EXPECT_NEAR(metres(0, 0, 90, 0), 6371010 * M_PI / 2, 1e-3);
  EXPECT_NEAR(metres(0, -90, 0, 90), 6371010 * M_PI, 1e-3);
  EXPECT_NEAR(metres(-180, 10, 180, 10), 0, 1e-3);
  // Berlin to Paris is 878 km.
  EXPECT_NEAR(metres(13.405, 52.52, 2.3522, 48.8566), 878e3, 1e3);
  EXPECT_EQ(metres(180.1, 0, 0, 0), -1);
  EXPECT_EQ(metres(0, 90.1, 0, 0), -1);
  EXPECT_EQ(metres(0, 0, -181, 0), -1);
  EXPECT_EQ(metres(0, 0, 0, kNan), -1);
  EXPECT_EQ(call("math.geo_distance", {i(0), unset(), u(0), f(0)}).as_float(), 0);
}

TEST(Math, IsIncreasing) {
  check({
      {"math.is_increasing", {i(1), f(1.5), u(2)}, yes()},
      {"math.is_increasing", {i(1), i(1), i(2)}, no()},
      {"math.is_increasing", {i(3), i(2), i(1)}, no()},
      {"math.is_increasing", {unset(), i(1), i(2)}, yes()},
      {"math.is_increasing", {i(-1), u(0), u(UINT64_MAX)}, yes()},
  });
}

TEST(Math, LogPowSqrt) {
  check({
      {"math.log", {i(1)}, f(0)},
      {"math.pow", {i(2), i(10)}, f(1024)},
      {"math.pow", {f(4), f(0.5)}, f(2)},
      {"math.pow", {i(10), i(400)}, f(0)},
      {"math.pow", {i(-1), f(0.5)}, f(0)},
      {"math.pow", {i(0), i(-1)}, f(0)},
      {"math.pow", {unset(), unset()}, f(1)},
      {"math.sqrt", {i(16)}, f(4)},
      {"math.sqrt", {i(-16)}, f(0)},
      {"math.sqrt", {f(kNan)}, f(0)},
      {"math.sqrt", {f(kInfinity)}, f(0)},
      {"math.sqrt", {unset()}, f(0)},
  });
  Caller call;
  EXPECT_NEAR(call("math.log", {f(std::exp(2.0))}).as_float(), 2, 1e-12);
  EXPECT_TRUE(call.quiet());
  for (const Value& bad : {i(0), i(-1), f(kNan), unset()}) EXPECT_EQ(call("math.log", {bad}).as_float(), 0);
  EXPECT_EQ(call.notes("logarithm of a number that is not above 0"), 4);
}

TEST(Math, RandomIsASequenceOfTheContext) {
  Caller one, same, other;
  other.context().random_state = 1;
  double sum = 0;
  for (int n = 0; n < 1000; ++n) {
    const double number = one("math.random", {}).as_float();
    EXPECT_GE(number, 0);
    EXPECT_LT(number, 1);
    EXPECT_EQ(number, same("math.random", {}).as_float());
    EXPECT_NE(number, other("math.random", {}).as_float());
    sum += number;
  }
  EXPECT_NEAR(sum / 1000, 0.5, 0.05);
}

TEST(Math, RoundGoesHalfAwayFromZero) {
  check({
      {"math.round", {f(10.7)}, f(11)},
      {"math.round", {f(-10.7)}, f(-11)},
      {"math.round", {f(0.5)}, f(1)},
      {"math.round", {f(-0.5)}, f(-1)},
      {"math.round", {f(2.5)}, f(3)},
      {"math.round", {f(1.2567), i(2)}, f(1.26)},
      {"math.round", {f(1234.5), i(-2)}, f(1200)},
      {"math.round", {f(1.5), i(400)}, f(1.5)},
      {"math.round", {f(1.5), i(INT64_MAX)}, f(1.5)},
      {"math.round", {f(1.5), i(-400)}, f(0)},
      {"math.round", {f(1.5), i(INT64_MIN)}, f(0)},
      {"math.round", {f(0), i(400)}, f(0)},
      {"math.round", {f(1e308), i(2)}, f(1e308)},
      {"math.round", {f(kInfinity), i(2)}, f(kInfinity)},
      {"math.round", {i(15)}, i(15)},
      {"math.round", {i(15), i(3)}, i(15)},
      {"math.round", {i(15), i(-1)}, i(20)},
      {"math.round", {i(-15), i(-1)}, i(-20)},
      {"math.round", {i(14), i(-1)}, i(10)},
      {"math.round", {u(49), i(-2)}, u(0)},
      {"math.round", {i(5), i(INT64_MIN)}, i(0)},
      {"math.round", {unset(), i(2)}, i(0)},
  });
  Caller call;
  EXPECT_EQ(call("math.round", {i(INT64_MAX), i(-19)}).as_int(), INT64_MAX);
  EXPECT_EQ(call.notes("integer overflow"), 1);
}

}  // namespace
}  // namespace yaral::functions
