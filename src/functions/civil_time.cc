#include "functions/civil_time.h"

#include <algorithm>
#include <chrono>

#include <date/date.h>

namespace yaral::functions {
namespace {

constexpr std::int64_t kFirstSecond = -62135596800;  // 0001-01-01 00:00:00
constexpr std::int64_t kLastSecond = 253402300799;   // 9999-12-31 23:59:59

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<CivilTime> civil_time(std::int64_t utc_seconds, const TimeZone& zone) {
  if (utc_seconds < kFirstSecond || utc_seconds > kLastSecond) return std::nullopt;
  const std::int64_t offset = zone.offset_at(utc_seconds);
  const std::int64_t local = utc_seconds + offset;
  if (local < kFirstSecond || local > kLastSecond) return std::nullopt;
  const date::sys_seconds at{std::chrono::seconds(local)};
  const auto day = date::floor<date::days>(at);
  const date::year_month_day date(day);
  const date::sys_days new_year = date.year() / date::January / 1;
  const auto clock = static_cast<int>((at - day).count());
  return CivilTime{.year = static_cast<int>(date.year()),
                   .month = static_cast<int>(static_cast<unsigned>(date.month())),
                   .day = static_cast<int>(static_cast<unsigned>(date.day())),
                   .hour = clock / 3600,
                   .minute = clock / 60 % 60,
                   .second = clock % 60,
                   .weekday = static_cast<int>(date::weekday(day).c_encoding()),
                   .day_of_year = static_cast<int>((day - new_year).count()),
                   .utc_seconds = utc_seconds,
                   .offset = offset};
}

std::optional<std::int64_t> seconds_of(int year, int month, int day, int hour, int minute, int second) {
  const bool clock = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (year < 1 || year > 9999 || month < 1 || day < 1 || !clock) return std::nullopt;
  const date::year_month_day date(date::year(year), date::month(static_cast<unsigned>(month)),
                                  date::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = date::sys_days(date).time_since_epoch().count();
  return days * 86400 + hour * 3600 + minute * 60 + second;
}

std::optional<std::int64_t> parse_civil(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd dd:dd:dd";
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i)
    if (kShape[i] != 'd' && kShape[i] != text[i]) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t length) { return digits(text.substr(at, length)); };
  const auto year = part(0, 4), month = part(5, 2), day = part(8, 2);
  const auto hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  return seconds_of(*year, *month, *day, *hour, *minute, *second);
}

int week_of_year(const CivilTime& t, int first_weekday) {
  const int days_into_week = (t.weekday - first_weekday + 7) % 7;
  return (t.day_of_year + 7 - days_into_week) / 7;
}

}  // namespace yaral::functions
