#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"timestamp.as_unix_seconds(text: string, [zone: zone]) -> int"},
     .summary = "A date and time such as `2026-01-31 10:43:00` as seconds since 1970.",
     .behaviour = "What is no date and time gives 0.",
     .example = "timestamp.as_unix_seconds(\"2026-01-31 10:43:00\") < $e.metadata.event_timestamp.seconds"},
    {.forms = {"timestamp.current_seconds() -> int"},
     .summary = "The time of evaluation.",
     .behaviour = "One value for a whole run.",
     .example = "timestamp.current_seconds() - $e.metadata.event_timestamp.seconds < 86400"},
    {.forms = {"timestamp.diff(end: int, start: int, unit: string) -> int"},
     .summary = "The whole SECONDs, MINUTEs, HOURs or DAYs between two times.",
     .behaviour = "Another unit gives 0 and is counted.",
     .example = "timestamp.diff($last, $first, \"MINUTE\") > 5"},
    {.forms = {"timestamp.get_date(seconds: int, [zone: zone]) -> string"},
     .summary = "The date, as YYYY-MM-DD.",
     .behaviour = "The zone is an IANA name or an offset such as -8 or +05:30; GMT when it is left out.",
     .example = "timestamp.get_date($e.metadata.event_timestamp.seconds)"},
    {.forms = {"timestamp.get_day_of_week(seconds: int, [zone: zone]) -> int"},
     .summary = "The day of the week, 1 for Sunday to 7 for Saturday.",
     .behaviour = "",
     .example = "timestamp.get_day_of_week($e.metadata.event_timestamp.seconds, \"Europe/Berlin\") = 1"},
    {.forms = {"timestamp.get_hour(seconds: int, [zone: zone]) -> int"},
     .summary = "The hour, 0 to 23.",
     .behaviour = "",
     .example = "timestamp.get_hour($e.metadata.event_timestamp.seconds, \"Europe/Berlin\") < 6"},
    {.forms = {"timestamp.get_minute(seconds: int, [zone: zone]) -> int"},
     .summary = "The minute, 0 to 59.",
     .behaviour = "",
     .example = "timestamp.get_minute($e.metadata.event_timestamp.seconds) = 0"},
    {.forms = {"timestamp.get_timestamp(seconds: int, [format: string], [zone: zone]) -> string"},
     .summary = "The time as text.",
     .behaviour = "The format is one of SECOND, MINUTE, HOUR, DATE, WEEK, MONTH, YEAR or made of % elements; without it it is "
                  "`%F %T`.",
     .example = "timestamp.get_timestamp($e.metadata.event_timestamp.seconds, \"HOUR\")"},
    {.forms = {"timestamp.get_week(seconds: int, [zone: zone]) -> int"},
     .summary = "The week of the year, 0 to 53.",
     .behaviour = "Weeks begin on Sunday; the days before the first Sunday are week 0.",
     .example = "timestamp.get_week($e.metadata.event_timestamp.seconds)"},
    {.forms = {"timestamp.now() -> int"},
     .summary = "The time of evaluation.",
     .behaviour = "The same as timestamp.current_seconds.",
     .example = "timestamp.now() > $e.metadata.event_timestamp.seconds"},
    {.forms = {"timestamp.truncate(seconds: int, unit: string) -> int"},
     .summary = "The start of the SECOND, MINUTE, HOUR or DAY that a time lies in.",
     .behaviour = "Another unit gives the time itself and is counted.",
     .example = "timestamp.truncate($e.metadata.event_timestamp.seconds, \"HOUR\")"},
};

}  // namespace

std::span<const FunctionRow> timestamp_rows() { return kRows; }

}  // namespace yaral::functions
