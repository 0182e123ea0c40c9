#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kSecondsZone[] = {{"seconds", kInt}, {"time_zone", kString, ParamRule::kTimeZone}};
constexpr Param kTextZone[] = {{"text", kString}, {"time_zone", kString, ParamRule::kTimeZone}};
constexpr Param kFormatZone[] = {
    {"seconds", kInt}, {"format", kString}, {"time_zone", kString, ParamRule::kTimeZone}};
constexpr Param kDiffParams[] = {{"end", kInt}, {"start", kInt}, {"unit", kString}};
constexpr Param kTruncateParams[] = {{"seconds", kInt}, {"unit", kString}};

constexpr Overload kNow[] = {{.params = {}, .result = kInt}};
constexpr Overload kTextToInt[] = {{.params = kTextZone, .optional = 1, .result = kInt}};
constexpr Overload kSecondsToInt[] = {{.params = kSecondsZone, .optional = 1, .result = kInt}};
constexpr Overload kSecondsToText[] = {{.params = kSecondsZone, .optional = 1, .result = kString}};
constexpr Overload kFormatted[] = {{.params = kFormatZone, .optional = 2, .result = kString}};
constexpr Overload kDiff[] = {{.params = kDiffParams, .result = kInt}};
constexpr Overload kTruncate[] = {{.params = kTruncateParams, .result = kInt}};

constexpr FunctionInfo kRows[] = {
    scalar("timestamp.as_unix_seconds", kTextToInt, Availability::kBoth,
           {.summary = "The Unix seconds of a written time.",
            .behaviour = "Reads YYYY-MM-DD HH:MM:SS in the time zone (GMT unless given). 0 for anything else.",
            .example = R"(timestamp.as_unix_seconds("2024-02-22 10:43:00") < $e.metadata.event_timestamp.seconds)"}),
    scalar("timestamp.current_hours", kNow, Availability::kUnlisted,
           {.summary = "The time of evaluation in whole hours since 1970.",
            .behaviour = "The same throughout a run.",
            .example = "$age = max(timestamp.current_hours() - $e.metadata.event_timestamp.seconds / 3600)"}),
    scalar("timestamp.current_seconds", kNow, Availability::kBoth,
           {.summary = "The time of evaluation in Unix seconds.",
            .behaviour = "The same throughout a run.",
            .example = "timestamp.current_seconds() - $e.metadata.event_timestamp.seconds < 86400"}),
    scalar("timestamp.diff", kDiff, Availability::kUnlisted,
           {.summary = "The time from start to end in whole units.",
            .behaviour = "Unit is SECOND, MINUTE, HOUR, DAY or WEEK; parts of a unit are cut off; negative when end is before "
                         "start. 0 with a note for another unit.",
            .example = R"($minutes = timestamp.diff($last, $first, "MINUTE"))"}),
    scalar("timestamp.get_date", kSecondsToText, Availability::kBoth,
           {.summary = "The date, as YYYY-MM-DD.",
            .behaviour = "In the time zone (GMT unless given). Empty with a note for an unknown zone or a year outside 1 to "
                         "9999.",
            .example = R"($day = timestamp.get_date($e.metadata.event_timestamp.seconds, "Europe/Berlin"))"}),
    scalar("timestamp.get_day_of_week", kSecondsToInt, Availability::kBoth,
           {.summary = "The day of the week: 1 is Sunday, 7 is Saturday.",
            .behaviour = "In the time zone (GMT unless given). 0 with a note for an unknown zone or a year outside 1 to 9999.",
            .example = "timestamp.get_day_of_week($e.metadata.event_timestamp.seconds) = 7"}),
    scalar("timestamp.get_hour", kSecondsToInt, Availability::kBoth,
           {.summary = "The hour, 0 to 23.",
            .behaviour = "In the time zone (GMT unless given). 0 with a note for an unknown zone or a year outside 1 to 9999.",
            .example = R"(timestamp.get_hour($e.metadata.event_timestamp.seconds, "+02:00") < 6)"}),
    scalar("timestamp.get_minute", kSecondsToInt, Availability::kBoth,
           {.summary = "The minute, 0 to 59.",
            .behaviour = "In the time zone (GMT unless given). 0 with a note for an unknown zone or a year outside 1 to 9999.",
            .example = "timestamp.get_minute($e.metadata.event_timestamp.seconds) = 0"}),
    scalar("timestamp.get_timestamp", kFormatted, Availability::kBoth,
           {.summary = "The time as text.",
            .behaviour = "YYYY-MM-DD HH:MM:SS unless a format is given: SECOND, MINUTE, HOUR, DATE, WEEK (the Sunday that "
                         "begins it), MONTH, YEAR, or elements such as %Y-%m-%d. In the time zone (GMT unless given). Empty "
                         "with a note for an unknown zone, an unknown element or a year outside 1 to 9999.",
            .example = R"($month = timestamp.get_timestamp($e.metadata.event_timestamp.seconds, "MONTH"))"}),
    scalar("timestamp.get_week", kSecondsToInt, Availability::kBoth,
           {.summary = "The week of the year, 0 to 53.",
            .behaviour = "Weeks begin on Sunday; the days before the first Sunday are week 0. In the time zone (GMT unless "
                         "given). 0 with a note for an unknown zone or a year outside 1 to 9999.",
            .example = "$week = timestamp.get_week($e.metadata.event_timestamp.seconds)"}),
    scalar("timestamp.now", kNow, Availability::kBoth,
           {.summary = "The time of evaluation in Unix seconds: timestamp.current_seconds by another name.",
            .behaviour = "The same throughout a run.",
            .example = "timestamp.now() - $e.metadata.event_timestamp.seconds < 86400"}),
    scalar("timestamp.truncate", kTruncate, Availability::kUnlisted,
           {.summary = "The Unix seconds at which the unit that holds the time begins.",
            .behaviour = "Unit is SECOND, MINUTE, HOUR, DAY, WEEK (Sunday), MONTH or YEAR, in GMT. 0 with a note for another "
                         "unit or a year outside 1 to 9999.",
            .example = R"($hour = timestamp.truncate($e.metadata.event_timestamp.seconds, "HOUR"))"}),
};

}  // namespace

std::span<const FunctionInfo> timestamp() { return kRows; }

}  // namespace yaral::functions::rows
