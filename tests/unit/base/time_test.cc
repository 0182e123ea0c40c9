#include "base/time.h"

#include <gtest/gtest.h>

#include <limits>

namespace yaral {
namespace {

TEST(Timestamp, ReadsAllSpellings) {
  struct Row {
    const char* text;
    Timestamp expected;
  };
  const Row rows[] = {
      {"1970-01-01T00:00:00Z", {0, 0}},
      {"1970-01-01 00:00:01", {1, 0}},
      {"1969-12-31T23:59:59.5Z", {-1, 500'000'000}},
      {"2024-02-29T12:00:00+02:00", {1'709'200'800, 0}},
      {"2024-02-29T12:00:00-0530", {1'709'227'800, 0}},
      {"2000-01-01T00:00:00.123456789999Z", {946'684'800, 123'456'789}},
      {"0001-01-01T00:00:00Z", {-62'135'596'800, 0}},
      {"9999-12-31T23:59:59.999999999Z", {253'402'300'799, 999'999'999}},
      {"2016-12-31T23:59:60Z", {1'483'228'800, 0}},
  };
  for (const Row& row : rows) EXPECT_EQ(parse_timestamp(row.text), row.expected) << row.text;
}

TEST(Timestamp, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2024", "2024-01-01", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2023-02-29T00:00:00Z",
        "2024-04-31T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z",
        "0000-01-01T00:00:00Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00Zx",
        "2024-1-1T00:00:00Z", "+024-01-01T00:00:00Z", "2024-01-01T00:00:00+1", "2024-01-01X00:00:00Z",
        "2024-02-29T12:00:00+01z"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Timestamp, WritesThreeSixOrNineDigits) {
  EXPECT_EQ(format_timestamp({0, 0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_timestamp({0, 120'000'000}), "1970-01-01T00:00:00.120Z");
  EXPECT_EQ(format_timestamp({0, 1'000}), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(format_timestamp({0, 1}), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(format_timestamp({-1, 0}), "1969-12-31T23:59:59Z");
  EXPECT_EQ(format_timestamp({-62'135'596'800, 0}), "0001-01-01T00:00:00Z");
}

TEST(Timestamp, EveryDayOfFourCenturiesReadsBack) {
  constexpr std::int64_t kDay = 86'400;
  for (std::int64_t day = -70'000; day < 80'000; ++day) {
    const Timestamp t{day * kDay + 1, 0};
    ASSERT_EQ(parse_timestamp(format_timestamp(t)), t) << format_timestamp(t);
  }
}

TEST(Timestamp, WritesAnyNumberOfSeconds) {
  EXPECT_NE(format_timestamp({std::numeric_limits<std::int64_t>::max(), 0}), "");
  EXPECT_TRUE(format_timestamp({std::numeric_limits<std::int64_t>::min(), 0}).starts_with("-"));
}

TEST(Timestamp, MovesByDurations) {
  const Timestamp t{10, 500'000'000};
  EXPECT_EQ(t + Duration{600'000'000}, (Timestamp{11, 100'000'000}));
  EXPECT_EQ(t - Duration{600'000'000}, (Timestamp{9, 900'000'000}));
  EXPECT_EQ(t + Duration{-10'600'000'000}, (Timestamp{-1, 900'000'000}));
  EXPECT_EQ((t + Duration{3}) - Duration{3}, t);
}

TEST(Timestamp, StaysAtTheEndsOfTime) {
  const Timestamp last{std::numeric_limits<std::int64_t>::max(), 5};
  EXPECT_EQ((last + Duration{5'000'000'000}).seconds, last.seconds);
  const Timestamp first{std::numeric_limits<std::int64_t>::min(), 5};
  EXPECT_EQ((first - Duration{5'000'000'000}).seconds, first.seconds);
}

TEST(Duration, ReadsNumberAndUnit) {
  EXPECT_EQ(parse_duration("30s"), Duration{30'000'000'000});
  EXPECT_EQ(parse_duration("5m"), Duration{300'000'000'000});
  EXPECT_EQ(parse_duration("2h"), Duration{7'200'000'000'000});
  EXPECT_EQ(parse_duration("14d"), Duration{1'209'600'000'000'000});
  EXPECT_EQ(parse_duration("0s"), Duration{});
  for (const char* text :
       {"", "s", "5", "5 m", "-5m", "+5m", "5M", "5ms", "1.5h", "5w", "106752d", "99999999999999999999s"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Duration, WritesTheShortestSpelling) {
  for (const char* text : {"0s", "30s", "90s", "5m", "2h", "7d", "25h"}) {
    EXPECT_EQ(format_duration(*parse_duration(text)), text);
  }
  EXPECT_EQ(format_duration(*parse_duration("120s")), "2m");
  EXPECT_EQ(format_duration({1'500'000'000}), "1.5s");
  EXPECT_EQ(format_duration({-1'500'000'000}), "-1.5s");
  EXPECT_EQ(format_duration({-500'000'000}), "-0.5s");
}

}  // namespace
}  // namespace yaral
