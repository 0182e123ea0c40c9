#include <limits>

#include <gtest/gtest.h>

#include "call.h"

namespace yaral::functions {
namespace {

using Rows = std::vector<std::vector<Value>>;

Rows column(const std::vector<Value>& values) {
  Rows rows;
  for (const Value& v : values) rows.push_back({v});
  return rows;
}

class Aggregates : public testing::Test {
 protected:
  Caller call;
  std::string result(std::string_view name, const std::vector<Value>& values) {
    return shown(call.aggregate(name, column(values)));
  }
};

TEST_F(Aggregates, Count) {
  EXPECT_EQ(result("count", {}), "int 0");
  EXPECT_EQ(result("count", {s("a"), s("a"), unset()}), "int 3");
}

TEST_F(Aggregates, CountDistinct) {
  EXPECT_EQ(result("count_distinct", {}), "int 0");
  EXPECT_EQ(result("count_distinct", {s("a"), s("b"), s("a")}), "int 2");
  EXPECT_EQ(result("count_distinct", {s("a"), s("")}), "int 2");
  EXPECT_EQ(result("count_distinct", {s(""), unset()}), "int 1");
  EXPECT_EQ(result("count_distinct", {i(1), f(1), u(1)}), "int 1");
  EXPECT_EQ(result("count_distinct", {s("a"), s("A")}), "int 2");
}

TEST_F(Aggregates, SumKeepsTheType) {
  EXPECT_EQ(result("sum", {i(1), i(-3)}), "int -2");
  EXPECT_EQ(result("sum", {u(1), u(2)}), "uint 3");
  EXPECT_EQ(result("sum", {f(0.5), f(0.25)}), "float 0.75");
  EXPECT_EQ(result("sum", {f(0.5), i(1)}), "float 1.5");
  EXPECT_EQ(result("sum", {u(5), i(-7)}), "int -2");
  EXPECT_EQ(result("sum", {}), "int 0");
  EXPECT_TRUE(call.quiet());
}

TEST_F(Aggregates, SumSaturatesWithANote) {
  EXPECT_EQ(result("sum", {i(INT64_MAX), i(1)}), "int 9223372036854775807");
  EXPECT_EQ(result("sum", {i(INT64_MIN), i(-1)}), "int -9223372036854775808");
  EXPECT_EQ(result("sum", {u(UINT64_MAX), u(1)}), "uint 18446744073709551615");
  EXPECT_EQ(call.notes("integer overflow"), 3);
}

TEST_F(Aggregates, SumMayLeaveTheRangeOnItsWay) {
  EXPECT_EQ(result("sum", {i(INT64_MAX), i(INT64_MAX), i(INT64_MIN), i(INT64_MIN)}), "int -2");
  EXPECT_TRUE(call.quiet());
}

TEST_F(Aggregates, MinAndMax) {
  EXPECT_EQ(result("max", {i(1), i(5), i(3)}), "int 5");
  EXPECT_EQ(result("min", {i(1), i(-5), i(3)}), "int -5");
  EXPECT_EQ(result("max", {i(-1), unset()}), "unset");
  EXPECT_EQ(result("max", {f(0.5), f(0.75)}), "float 0.75");
  EXPECT_EQ(result("min", {u(7)}), "uint 7");
  EXPECT_EQ(result("max", {}), "unset");
  EXPECT_EQ(result("max", {i(9007199254740993), f(9007199254740992.0)}), "int 9007199254740993");
}

TEST_F(Aggregates, ArrayKeepsOrderAndDuplicates) {
  EXPECT_EQ(result("array", {s("b"), s("a"), s("b"), s("")}), "[\"b\", \"a\", \"b\", \"\"]");
  EXPECT_EQ(result("array", {}), "[]");
  EXPECT_EQ(result("array_distinct", {s("b"), s("a"), s("b"), s("")}), "[\"b\", \"a\", \"\"]");
  EXPECT_EQ(result("array_distinct", {i(2), i(1), i(2)}), "[int 2, int 1]");
  EXPECT_EQ(result("array_distinct", {}), "[]");
}

TEST_F(Aggregates, ArraysKeepTheFirstThousand) {
  std::vector<Value> values;
  for (int n = 0; n < 1000; ++n) values.push_back(i(n));
  EXPECT_EQ(call.aggregate("array", column(values)).as_list().size(), 1000);
  EXPECT_EQ(call.aggregate("array_distinct", column(values)).as_list().size(), 1000);
  EXPECT_TRUE(call.quiet());

  for (int n = 500; n < 1500; ++n) values.push_back(i(n));
  const Value array = call.aggregate("array", column(values));
  ASSERT_EQ(array.as_list().size(), 1000);
  EXPECT_EQ(array.as_list().back().as_int(), 999);
  EXPECT_EQ(call.notes("array of more than 1,000 elements was cut"), 1);
  EXPECT_EQ(call.aggregate("array_distinct", column(values)).as_list().back().as_int(), 999);
  EXPECT_EQ(call.notes("array of more than 1,000 elements was cut"), 2);
}

// Distinct first, then cut: repetitions take no room.
TEST_F(Aggregates, ArrayDistinctCutsAfterDistinct) {
  std::vector<Value> values(5000, s("same"));
  values.push_back(s("last"));
  EXPECT_EQ(result("array_distinct", values), "[\"same\", \"last\"]");
  EXPECT_TRUE(call.quiet());
}

TEST_F(Aggregates, EarliestAndLatest) {
  const auto at = [](std::int64_t seconds, std::int32_t nanos) {
    return Value::timestamp({.seconds = seconds, .nanos = nanos});
  };
  EXPECT_EQ(result("earliest", {at(20, 0), at(10, 123456789), at(10, 999999999)}), "1970-01-01T00:00:10.123456Z");
  EXPECT_EQ(result("latest", {at(20, 0), at(30, 5), at(10, 0)}), "1970-01-01T00:00:30Z");
  EXPECT_EQ(result("earliest", {at(0, 0), unset(), at(5, 0)}), "1970-01-01T00:00:05Z");
  EXPECT_EQ(result("earliest", {at(-5, 0), at(5, 0)}), "1969-12-31T23:59:55Z");
  EXPECT_EQ(result("latest", {unset(), at(0, 0)}), "unset");
  EXPECT_EQ(result("earliest", {}), "unset");
}

TEST_F(Aggregates, WindowStatistics) {
  EXPECT_EQ(result("window.avg", {i(10), i(14), i(18)}), "float 14");
  EXPECT_EQ(result("window.variance", {i(10), i(14), i(18)}), "float 16");
  EXPECT_EQ(result("window.stddev", {i(10), i(14), i(18)}), "float 4");
  EXPECT_EQ(result("window.variance", {i(1), i(0), i(-1)}), "float 1");
  EXPECT_EQ(result("window.stddev", {i(7)}), "float 0");
  EXPECT_EQ(result("window.range", {i(3), f(1.5), u(2)}), "[float 1.5, float 3]");
  for (const std::string_view name : {"window.avg", "window.median", "window.stddev", "window.variance"})
    EXPECT_EQ(result(name, {}), "float 0") << name;
  EXPECT_EQ(result("window.range", {}), "[float 0, float 0]");
}

TEST_F(Aggregates, VarianceOfGreatNumbersKeepsItsDigits) {
  EXPECT_EQ(result("window.variance", {f(1e15), f(1e15 + 1), f(1e15 + 2)}), "float 1");
}

TEST_F(Aggregates, MedianIsTheLowerMiddle) {
  EXPECT_EQ(result("window.median", {i(4), i(1), i(3), i(2)}), "float 2");
  EXPECT_EQ(result("window.median", {i(4), i(1), i(3)}), "float 3");
  EXPECT_EQ(result("window.median", {i(1), i(2)}), "float 1");
  EXPECT_EQ(result("window.median", {f(-0.5)}), "float -0.5");
}

TEST_F(Aggregates, ZerosAreLeftOutOnRequest) {
  const auto with = [&](std::string_view name, const Value& ignore) {
    return shown(call.aggregate(name, {{i(0), ignore}, {i(4), ignore}, {unset(), ignore}, {i(6), ignore}}));
  };
  EXPECT_EQ(with("window.avg", yes()), "float 5");
  EXPECT_EQ(with("window.avg", no()), "float 2.5");
  EXPECT_EQ(with("window.median", yes()), "float 4");
  EXPECT_EQ(with("window.median", no()), "float 0");
  EXPECT_EQ(with("window.range", yes()), "[float 4, float 6]");
  EXPECT_EQ(shown(call.aggregate("window.avg", {{i(0), yes()}})), "float 0");
}

TEST_F(Aggregates, StatisticsTakeNan) {
  const Value nan = f(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(result("window.median", {i(1), nan, i(2), nan, i(3)}), "float 1");
  EXPECT_EQ(result("window.range", {nan, i(1), i(2)}), "[float nan, float 2]");
  EXPECT_EQ(result("window.avg", {nan, i(1)}), "float nan");
}

TEST_F(Aggregates, FirstAndLast) {
  const Rows rows = {{i(5), s("e")}, {i(2), s("b")}, {i(9), s("i")}, {i(2), s("bb")}, {i(9), s("ii")}};
  EXPECT_EQ(shown(call.aggregate("window.first", rows)), "\"b\"");
  EXPECT_EQ(shown(call.aggregate("window.last", rows)), "\"ii\"");
  EXPECT_EQ(shown(call.aggregate("window.first", {{i(1), i(443)}})), "\"443\"");
  EXPECT_EQ(shown(call.aggregate("window.last", {})), "\"\"");
  EXPECT_EQ(shown(call.aggregate("window.first", {{i(INT64_MAX), s("a")}, {unset(), s("zero")}})), "\"zero\"");
}

TEST_F(Aggregates, Mode) {
  EXPECT_EQ(result("window.mode", {s("a"), s("b"), s("b")}), "\"b\"");
  EXPECT_EQ(result("window.mode", {s("z"), s("a"), s("a"), s("z")}), "\"z\"");
  EXPECT_EQ(result("window.mode", {i(443), i(80), i(443)}), "\"443\"");
  EXPECT_EQ(result("window.mode", {}), "\"\"");
}

}  // namespace
}  // namespace yaral::functions
