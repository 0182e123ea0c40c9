#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"timestamp.as_unix_seconds(text: string, [zone: zone]) -> int"},
     .summary = "The Unix seconds of a written time.",
     .behaviour = "Reads YYYY-MM-DD HH:MM:SS in the time zone (GMT unless given). 0 for anything else.",
     .example = R"(timestamp.as_unix_seconds("2024-02-22 10:43:00") < $e.metadata.event_timestamp.seconds)"},
    {.forms = {"timestamp.current_hours() -> int"},
     .summary = "The time of evaluation in whole hours since 1970.",
     .behaviour = "The same throughout a run.",
     .example = "$age = max(timestamp.current_hours() - $e.metadata.event_timestamp.seconds / 3600)",
     .availability = Availability::kUnlisted},
    {.forms = {"timestamp.current_seconds() -> int"},
     .summary = "The time of evaluation in Unix seconds.",
     .behaviour = "The same throughout a run.",
     .example = "timestamp.current_seconds() - $e.metadata.event_timestamp.seconds < 86400"},
    {.forms = {"timestamp.diff(end: int, start: int, unit: string) -> int"},
     .summary = "The time from start to end in whole units.",
     .behaviour = "Unit is SECOND, MINUTE, HOUR, DAY or WEEK; parts of a unit are cut off; negative when end is "
                  "before start. 0 with a note for another unit.",
     .example = R"($minutes = timestamp.diff($last, $earliest, "MINUTE"))",
     .availability = Availability::kUnlisted},
    {.forms = {"timestamp.get_date(seconds: int, [zone: zone]) -> string"},
     .summary = "The date, as YYYY-MM-DD.",
     .behaviour = "In the time zone (GMT unless given). Empty with a note for an unknown zone or a year outside 1 to "
                  "9999.",
     .example = R"($day = timestamp.get_date($e.metadata.event_timestamp.seconds, "Europe/Berlin"))"},
    {.forms = {"timestamp.get_day_of_week(seconds: int, [zone: zone]) -> int"},
     .summary = "The day of the week: 1 is Sunday, 7 is Saturday.",
     .behaviour = "In the time zone (GMT unless given). 0 with a note for an unknown zone or a year outside 1 to "
                  "9999.",
     .example = "timestamp.get_day_of_week($e.metadata.event_timestamp.seconds) = 7"},
    {.forms = {"timestamp.get_hour(seconds: int, [zone: zone]) -> int"},
     .summary = "The hour, 0 to 23.",
     .behaviour = "In the time zone (GMT unless given). 0 with a note for an unknown zone or a year outside 1 to "
                  "9999.",
     .example = R"(timestamp.get_hour($e.metadata.event_timestamp.seconds, "+02:00") < 6)"},
    {.forms = {"timestamp.get_minute(seconds: int, [zone: zone]) -> int"},
     .summary = "The minute, 0 to 59.",
     .behaviour = "In the time zone (GMT unless given). 0 with a note for an unknown zone or a year outside 1 to "
                  "9999.",
     .example = "timestamp.get_minute($e.metadata.event_timestamp.seconds) = 0"},
    {.forms = {"timestamp.get_timestamp(seconds: int, [format: string], [zone: zone]) -> string"},
     .summary = "The time as text.",
     .behaviour = "YYYY-MM-DD HH:MM:SS unless a format is given: SECOND, MINUTE, HOUR, DATE, WEEK (the Sunday that "
                  "begins it), MONTH, YEAR, or elements such as %Y-%m-%d. In the time zone (GMT unless given). Empty "
                  "with a note for an unknown zone, an unknown element or a year outside 1 to 9999.",
     .example = R"($month = timestamp.get_timestamp($e.metadata.event_timestamp.seconds, "MONTH"))"},
    {.forms = {"timestamp.get_week(seconds: int, [zone: zone]) -> int"},
     .summary = "The week of the year, 0 to 53.",
     .behaviour = "Weeks begin on Sunday; the days before the first Sunday are week 0. In the time zone (GMT unless "
                  "given). 0 with a note for an unknown zone or a year outside 1 to 9999.",
     .example = "$week = timestamp.get_week($e.metadata.event_timestamp.seconds)"},
    {.forms = {"timestamp.now() -> int"},
     .summary = "The time of evaluation in Unix seconds: timestamp.current_seconds by another name.",
     .behaviour = "The same throughout a run.",
     .example = "timestamp.now() - $e.metadata.event_timestamp.seconds < 86400"},
    {.forms = {"timestamp.truncate(seconds: int, unit: string) -> int"},
     .summary = "The Unix seconds at which the unit that holds the time begins.",
     .behaviour = "Unit is SECOND, MINUTE, HOUR, DAY, WEEK (Sunday), MONTH or YEAR, in GMT. 0 with a note for another "
                  "unit or a year outside 1 to 9999.",
     .example = R"($hour = timestamp.truncate($e.metadata.event_timestamp.seconds, "HOUR"))",
     .availability = Availability::kUnlisted},
};

}  // namespace

std::span<const FunctionRow> timestamp_rows() { return kRows; }

}  // namespace yaral::functions
