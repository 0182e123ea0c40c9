#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yaral {

// A point in time: seconds since 1970-01-01T00:00:00Z (negative before) and nanoseconds in [0, 999999999].
struct Timestamp {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;

  auto operator<=>(const Timestamp&) const = default;
  bool is_zero() const { return seconds == 0 && nanos == 0; }
};

// A length of time in nanoseconds; match windows are at most 14 days, so 64 bits are ample.
struct Duration {
  std::int64_t nanos = 0;
  auto operator<=>(const Duration&) const = default;
};

Timestamp operator+(Timestamp t, Duration d);
Timestamp operator-(Timestamp t, Duration d);

// RFC 3339 as proto JSON and logs write it: `T` or blank between date and time, any number of fraction digits (cut after
// nine), `Z`, an offset, or nothing (taken as UTC). Years 0001-9999. nullopt when `text` is anything else.
std::optional<Timestamp> parse_timestamp(std::string_view text);

// RFC 3339 with `Z` and 0, 3, 6 or 9 fraction digits, as proto JSON prescribes.
std::string format_timestamp(Timestamp t);

// `30s`, `5m`, `2h`, `7d`: an integer and a unit with no blank between. nullopt on anything else or overflow.
std::optional<Duration> parse_duration(std::string_view text);

// The shortest exact spelling that parse_duration reads: `5m`, `90s`, `2h`.
std::string format_duration(Duration d);

}  // namespace yaral
