#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kAnything[] = {{"value", kAny}};
constexpr Param kOneNumber[] = {{"value", kNumber}};
constexpr Param kOneTimestamp[] = {{"timestamp", kTimestamp}};

constexpr Overload kAnyToInt[] = {{.params = kAnything, .result = kInt}};
constexpr Overload kAnyToList[] = {{.params = kAnything, .result = list_of(kAny)}};
constexpr Overload kNumberToSame[] = {{.params = kOneNumber, .result = kAny}};
constexpr Overload kNumberToFloat[] = {{.params = kOneNumber, .result = kFloat}};
constexpr Overload kTimestampToSame[] = {{.params = kOneTimestamp, .result = kTimestamp}};

constexpr FunctionInfo kRows[] = {
    aggregate("array", kAnyToList, Availability::kBoth,
              {.summary = "All values of the group as a list, duplicates kept.",
               .behaviour = "In the order of (event time, event id). Keeps the first 1,000 values. Values that are not set "
                            "appear as the zero value.",
               .example = "$commands = array($e.target.process.command_line)"}),
    aggregate("array_distinct", kAnyToList, Availability::kBoth,
              {.summary = "The different values of the group as a list.",
               .behaviour = "Each value once, where it first appears in the order of (event time, event id); then the first "
                            "1,000 are kept. The zero value counts as a value.",
               .example = "$users = array_distinct($e.principal.user.userid)"}),
    aggregate("avg", kNumberToFloat, Availability::kSearch,
              {.summary = "The mean. In rules write window.avg.",
               .behaviour = "Not available in rules.",
               .example = "$mean = window.avg($e.network.sent_bytes)"}),
    aggregate("count", kAnyToInt, Availability::kBoth,
              {.summary = "The number of rows of the group.",
               .behaviour = "Counts rows after unnesting, duplicates and unset values included.",
               .example = "$n = count($e.metadata.id)"}),
    aggregate("count_distinct", kAnyToInt, Availability::kBoth,
              {.summary = "The number of different values in the group.",
               .behaviour = "The zero value counts as a value.",
               .example = "$hosts = count_distinct($e.principal.hostname)"}),
    aggregate("earliest", kTimestampToSame, Availability::kBoth,
              {.summary = "The first of the timestamps, to the microsecond.",
               .behaviour = "Timestamps that are not set are left out; when none is set the result is not set.",
               .example = "$first_seen = earliest($e.metadata.event_timestamp)"}),
    aggregate("latest", kTimestampToSame, Availability::kBoth,
              {.summary = "The last of the timestamps, to the microsecond.",
               .behaviour = "Timestamps that are not set are left out; when none is set the result is not set.",
               .example = "$last_seen = latest($e.metadata.event_timestamp)"}),
    aggregate("max", kNumberToSame, Availability::kBoth,
              {.summary = "The greatest number.",
               .behaviour = "A value that is not set counts as 0.",
               .example = "$risk_score = max(if($e.security_result.severity = \"HIGH\", 80, 40))"}),
    aggregate("min", kNumberToSame, Availability::kBoth,
              {.summary = "The smallest number.",
               .behaviour = "A value that is not set counts as 0.",
               .example = "$least = min($e.network.sent_bytes)"}),
    aggregate("stddev", kNumberToFloat, Availability::kSearch,
              {.summary = "The standard deviation. In rules write window.stddev.",
               .behaviour = "Not available in rules.",
               .example = "$spread = window.stddev($e.network.sent_bytes)"}),
    aggregate("sum", kNumberToSame, Availability::kBoth,
              {.summary = "The sum.",
               .behaviour = "Integer sums that overflow stay at the nearest representable value, with a note; "
                            "sum(0.0 + x) adds floats instead.",
               .example = "$total = sum($e.network.sent_bytes)"}),
};

}  // namespace

std::span<const FunctionInfo> aggregates() { return kRows; }

}  // namespace yaral::functions::rows
