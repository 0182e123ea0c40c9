#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace yaral {

// A time zone of timestamp.* (language reference 8.12): an IANA name of the system's tzdata, or an offset such as `+2` or
// `-03:30` up to 14 hours. Cheap to copy; refers to tables that live as long as the program.
class TimeZone {
 public:
  TimeZone() = default;  // GMT

  // nullopt for unknown names and for abbreviations such as PST; GMT for empty text.
  static std::optional<TimeZone> parse(std::string_view text);

  // The IANA names that the system has; empty without tzdata.
  static std::vector<std::string> names();

  // Seconds to add to a UTC time to get the local time.
  std::int64_t offset_at(std::int64_t utc_seconds) const;
  // The UTC time of a local time: the earlier one where the clock shows it twice; where it skips it, as if the clock had
  // not been put forward.
  std::int64_t to_utc(std::int64_t local_seconds) const;

 private:
  const date::time_zone* zone_ = nullptr;
  std::int64_t offset_ = 0;  // without zone_
};

}  // namespace yaral
