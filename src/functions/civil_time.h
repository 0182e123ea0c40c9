#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time_zone.h"

namespace yaral::functions {

// A time as the clock and calendar of a zone show it. Years 1 to 9999.
struct CivilTime {
  int year;
  int month;  // 1-12
  int day;    // 1-31
  int hour;
  int minute;
  int second;
  int weekday;      // 0 = Sunday
  int day_of_year;  // 0 = 1 January
  std::int64_t utc_seconds;
  std::int64_t offset;  // seconds east of Greenwich
};

// nullopt outside of the years 1 to 9999.
std::optional<CivilTime> civil_time(std::int64_t utc_seconds, const TimeZone& zone);

// Seconds from 1970-01-01 to a date and time, as if it were in GMT. nullopt for dates and times that do not exist.
std::optional<std::int64_t> seconds_of(int year, int month, int day, int hour, int minute, int second);

// `2024-02-22 10:43:00`, exactly so.
std::optional<std::int64_t> parse_civil(std::string_view text);

// Week 0 has the days before the first `first_weekday` (0 = Sunday) of the year.
int week_of_year(const CivilTime& t, int first_weekday);

// strftime-like elements as GoogleSQL has them, always in English: %Y %m %d %H %M %S %F %T %A %b %j %U %V %z … nullopt
// for an element that there is not.
std::optional<std::string> format_civil(const CivilTime& t, std::string_view format);

}  // namespace yaral::functions
