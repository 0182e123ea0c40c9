#include <gtest/gtest.h>

#include "call.h"

namespace yaral::functions {
namespace {

constexpr std::int64_t kThursday = 1708598580;  // 2024-02-22 10:43:00, a Thursday
constexpr std::int64_t kFirst = -62135596800;   // 0001-01-01 00:00:00
constexpr std::int64_t kLast = 253402300799;    // 9999-12-31 23:59:59

TEST(Timestamp, Parts) {
  check({
      {"timestamp.get_date", {i(kThursday)}, s("2024-02-22")},
      {"timestamp.get_hour", {i(kThursday)}, i(10)},
      {"timestamp.get_minute", {i(kThursday)}, i(43)},
      {"timestamp.get_day_of_week", {i(kThursday)}, i(5)},
      {"timestamp.get_day_of_week", {i(kThursday + 3 * 86400)}, i(1)},
      {"timestamp.get_day_of_week", {i(kThursday + 2 * 86400)}, i(7)},
      {"timestamp.get_date", {i(0)}, s("1970-01-01")},
      {"timestamp.get_date", {unset()}, s("1970-01-01")},
      {"timestamp.get_date", {i(-1)}, s("1969-12-31")},
      {"timestamp.get_hour", {i(-1)}, i(23)},
      {"timestamp.get_date", {i(951782400)}, s("2000-02-29")},
      {"timestamp.get_date", {i(kFirst)}, s("0001-01-01")},
      {"timestamp.get_date", {i(kLast)}, s("9999-12-31")},
      {"timestamp.get_date", {u(86400)}, s("1970-01-02")},
  });
}

TEST(Timestamp, Weeks) {
  check({
      {"timestamp.get_week", {i(kThursday)}, i(7)},
      // 2023 began on a Sunday; 2024-01-06 was the Saturday before the first Sunday.
      {"timestamp.get_week", {i(1672531200)}, i(1)},
      {"timestamp.get_week", {i(1704499200)}, i(0)},
      {"timestamp.get_week", {i(1704585600)}, i(1)},
      // A leap year that began on a Saturday: 2000-12-31.
      {"timestamp.get_week", {i(978220800)}, i(53)},
  });
}

TEST(Timestamp, Zones) {
  check({
      {"timestamp.get_hour", {i(kThursday), s("GMT")}, i(10)},
      {"timestamp.get_hour", {i(kThursday), s("UTC")}, i(10)},
      {"timestamp.get_hour", {i(kThursday), s("Europe/Berlin")}, i(11)},
      {"timestamp.get_hour", {i(1721649600), s("Europe/Berlin")}, i(14)},
      {"timestamp.get_hour", {i(kThursday), s("America/Los_Angeles")}, i(2)},
      {"timestamp.get_date", {i(kThursday), s("Pacific/Kiritimati")}, s("2024-02-23")},
      {"timestamp.get_minute", {i(kThursday), s("Asia/Kathmandu")}, i(28)},
      {"timestamp.get_hour", {i(kThursday), s("+2")}, i(12)},
      {"timestamp.get_hour", {i(kThursday), s("-03:30")}, i(7)},
      {"timestamp.get_minute", {i(kThursday), s("-3:30")}, i(13)},
      {"timestamp.get_minute", {i(kThursday), s("+0:5")}, i(48)},
      {"timestamp.get_date", {i(kThursday), s("+14")}, s("2024-02-23")},
      {"timestamp.get_hour", {i(kThursday), unset()}, i(10)},
  });
}

TEST(Timestamp, UnknownZonesGiveNothingAndANote) {
  std::uint64_t notes = 0;
  Caller call;
  for (const std::string_view zone : {"PST", "EST", "CET", "europe/berlin", "Mars/Olympus", "+", "+15", "+2:60",
                                      "+14:01", "2", "+2:", "++2", "+1:2:3", "+-1", "-003", "../UTC", " "}) {
    EXPECT_EQ(shown(call("timestamp.get_date", {i(kThursday), s(zone)})), "\"\"") << zone;
    EXPECT_EQ(shown(call.constant("timestamp.get_hour", {i(kThursday), s(zone)})), "int 0") << zone;
    EXPECT_EQ(shown(call.constant("timestamp.get_timestamp", {i(kThursday), s("DATE"), s(zone)})), "\"\"") << zone;
    EXPECT_EQ(shown(call("timestamp.as_unix_seconds", {s("2024-02-22 10:43:00"), s(zone)})), "int 0") << zone;
    notes += 4;
    EXPECT_EQ(call.notes("unknown time zone"), notes) << zone;
  }
  call("timestamp.get_date", {i(0), s(std::string(1 << 20, 'x'))});
  EXPECT_EQ(call.notes("unknown time zone"), notes + 1);
}

TEST(Timestamp, TimesOutsideOfTheCalendarGiveNothingAndANote) {
  std::uint64_t notes = 0;
  Caller call;
  for (const std::int64_t seconds : {kFirst - 1, kLast + 1, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(shown(call("timestamp.get_date", {i(seconds)})), "\"\"") << seconds;
    EXPECT_EQ(shown(call("timestamp.get_week", {i(seconds), s("Europe/Berlin")})), "int 0") << seconds;
    EXPECT_EQ(shown(call("timestamp.truncate", {i(seconds), s("DAY")})), "int 0") << seconds;
    notes += 3;
    EXPECT_EQ(call.notes("time outside of the years 1 to 9999"), notes) << seconds;
  }
  EXPECT_EQ(shown(call("timestamp.get_date", {i(kLast), s("+1")})), "\"\"");
  EXPECT_EQ(shown(call("timestamp.get_date", {i(kFirst), s("-1")})), "\"\"");
}

TEST(Timestamp, Formats) {
  const auto format = [](std::string_view text, std::string_view expected) {
    check({{"timestamp.get_timestamp", {i(kThursday), s(text)}, s(expected)}});
  };
  check({{"timestamp.get_timestamp", {i(kThursday)}, s("2024-02-22 10:43:00")}});
  format("SECOND", "2024-02-22 10:43:00");
  format("MINUTE", "2024-02-22 10:43");
  format("HOUR", "2024-02-22 10");
  format("DATE", "2024-02-22");
  format("WEEK", "2024-02-18");
  format("MONTH", "2024-02");
  format("YEAR", "2024");
  format("%F %T", "2024-02-22 10:43:00");
  format("%A, %e %B %Y (%a %b %h)", "Thursday, 22 February 2024 (Thu Feb Feb)");
  format("%I:%M %p %P %k %l", "10:43 AM am 10 10");
  format("%c|%D|%x|%R|%X", "Thu Feb 22 10:43:00 2024|02/22/24|02/22/24|10:43|10:43:00");
  format("%j %U %W %V %G %g %u %w %Q %C %y", "053 07 08 08 2024 24 4 4 1 20 24");
  format("%s %z %Ez %Z %E4Y", "1708598580 +0000 +00:00 UTC 2024");
  format("100%%%n%t", "100%\n\t");
  format("second", "second");
  format("", "");
}

TEST(Timestamp, FormatsInZones) {
  check({
      {"timestamp.get_timestamp", {i(kThursday), s("%T %z %Ez %Z"), s("-03:30")}, s("07:13:00 -0330 -03:30 UTC-3:30")},
      {"timestamp.get_timestamp", {i(kThursday), s("HOUR"), s("Europe/Berlin")}, s("2024-02-22 11")},
      // Sunday there, Saturday in GMT.
      {"timestamp.get_timestamp", {i(1708801200), s("WEEK"), s("Asia/Tokyo")}, s("2024-02-25")},
      {"timestamp.get_timestamp", {i(1708801200), s("WEEK")}, s("2024-02-18")},
      {"timestamp.get_timestamp", {i(-1), s("%s"), s("+1")}, s("-1")},
  });
}

TEST(Timestamp, IsoWeeksBelongToTheYearOfTheirThursday) {
  const auto iso = [](std::int64_t seconds, std::string_view expected) {
    check({{"timestamp.get_timestamp", {i(seconds), s("%G-%V-%u")}, s(expected)}});
  };
  iso(1609459200, "2020-53-5");  // 2021-01-01
  iso(1230768000, "2009-01-4");  // 2009-01-01
  iso(1230681600, "2009-01-3");  // 2008-12-31
  iso(1104537600, "2004-53-6");  // 2005-01-01
}

TEST(Timestamp, UnknownElementsGiveNothingAndANote) {
  Caller call;
  for (const std::string_view format : {"%", "%N", "a%", "%E", "%E9", "%\xff"})
    EXPECT_EQ(shown(call("timestamp.get_timestamp", {i(0), s(format)})), "\"\"") << format;
  EXPECT_EQ(call.notes("unknown element in a time format"), 6);
}

TEST(Timestamp, LongFormatsAreCut) {
  Caller call;
  std::string format;
  for (int n = 0; n < 1 << 20; ++n) format += "%c";
  EXPECT_EQ(call("timestamp.get_timestamp", {i(0), s(format)}).as_text().size(), 16u << 20);
}

TEST(Timestamp, AsUnixSeconds) {
  check({
      {"timestamp.as_unix_seconds", {s("2024-02-22 10:43:00")}, i(kThursday)},
      {"timestamp.as_unix_seconds", {s("2024-02-22 11:43:00"), s("Europe/Berlin")}, i(kThursday)},
      {"timestamp.as_unix_seconds", {s("2024-02-22 12:43:00"), s("+2")}, i(kThursday)},
      {"timestamp.as_unix_seconds", {s("1969-12-31 23:59:59")}, i(-1)},
      // 02:30 is there twice, and 02:30 is not there at all.
      {"timestamp.as_unix_seconds", {s("2024-10-27 02:30:00"), s("Europe/Berlin")}, i(1729989000)},
      {"timestamp.as_unix_seconds", {s("2024-03-31 02:30:00"), s("Europe/Berlin")}, i(1711848600)},
  });
  for (const std::string_view text :
       {"", "2024-02-22", "2024-02-22T10:43:00", "2024-02-22 10:43:00Z", "2023-02-29 00:00:00", "2024-13-01 00:00:00",
        "2024-00-10 00:00:00", "2024-01-00 00:00:00", "2024-01-01 24:00:00", "2024-01-01 00:60:00",
        "2024-01-01 00:00:60", "0000-01-01 00:00:00", "2024-1-01 00:00:000", "+024-01-01 00:00:00"}) {
    check({{"timestamp.as_unix_seconds", {s(text)}, i(0)}});
  }
}

TEST(Timestamp, Now) {
  Caller call(7300);
  EXPECT_EQ(call("timestamp.now", {}).as_int(), 7300);
  EXPECT_EQ(call("timestamp.current_seconds", {}).as_int(), 7300);
  EXPECT_EQ(call("timestamp.current_hours", {}).as_int(), 2);
}

TEST(Timestamp, Diff) {
  check({
      {"timestamp.diff", {i(200), i(0), s("SECOND")}, i(200)},
      {"timestamp.diff", {i(200), i(0), s("MINUTE")}, i(3)},
      {"timestamp.diff", {i(0), i(200), s("MINUTE")}, i(-3)},
      {"timestamp.diff", {i(7200), unset(), s("HOUR")}, i(2)},
      {"timestamp.diff", {i(86400 * 15), i(0), s("DAY")}, i(15)},
      {"timestamp.diff", {i(86400 * 15), i(0), s("WEEK")}, i(2)},
  });
  Caller call;
  EXPECT_EQ(call("timestamp.diff", {i(INT64_MAX), i(INT64_MIN), s("SECOND")}).as_int(), INT64_MAX);
  EXPECT_EQ(call.notes("integer overflow"), 1);
  for (const std::string_view unit : {"", "minute", "MONTH"})
    EXPECT_EQ(call("timestamp.diff", {i(86400), i(0), s(unit)}).as_int(), 0) << unit;
  EXPECT_EQ(call.notes("unknown unit of time"), 3);
}

TEST(Timestamp, Truncate) {
  const std::int64_t t = kThursday + 17;
  check({
      {"timestamp.truncate", {i(t), s("SECOND")}, i(t)},
      {"timestamp.truncate", {i(t), s("MINUTE")}, i(kThursday)},
      {"timestamp.truncate", {i(t), s("HOUR")}, i(kThursday - 43 * 60)},
      {"timestamp.truncate", {i(t), s("DAY")}, i(1708560000)},
      {"timestamp.truncate", {i(t), s("WEEK")}, i(1708214400)},
      {"timestamp.truncate", {i(t), s("MONTH")}, i(1706745600)},
      {"timestamp.truncate", {i(t), s("YEAR")}, i(1704067200)},
      {"timestamp.truncate", {i(-1), s("DAY")}, i(-86400)},
      {"timestamp.truncate", {i(t), s("CENTURY")}, i(0)},
  });
}

}  // namespace
}  // namespace yaral::functions
