#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kOneNumber[] = {{"number", kNumber}};
constexpr Param kNumberZeros[] = {{"number", kNumber}, {"ignore_zero", kBool}};
constexpr Param kSorted[] = {{"sort_by", kInt}, {"value", kAny}};
constexpr Param kAnything[] = {{"value", kAny}};

constexpr Overload kToFloat[] = {{.params = kOneNumber, .result = kFloat}};
constexpr Overload kZerosToFloat[] = {{.params = kNumberZeros, .optional = 1, .result = kFloat}};
constexpr Overload kZerosToFloats[] = {{.params = kNumberZeros, .optional = 1, .result = list_of(kFloat)}};
constexpr Overload kSortedToText[] = {{.params = kSorted, .result = kString}};
constexpr Overload kAnyToText[] = {{.params = kAnything, .result = kString}};

constexpr FunctionInfo kRows[] = {
    aggregate("window.avg", kZerosToFloat, Availability::kBoth,
              {.summary = "The mean of the numbers in the match window.",
               .behaviour = "With ignore_zero (default false) zeros are left out. 0.0 when nothing is left.",
               .example = "$mean = window.avg($e.network.sent_bytes, true)"}),
    aggregate("window.first", kSortedToText, Availability::kBoth,
              {.summary = "The value of the row with the lowest sort key, as text.",
               .behaviour = "Of equal keys the row that comes first in (event time, event id).",
               .example = "$first = window.first($e.metadata.event_timestamp.seconds, $e.target.file.full_path)"}),
    aggregate("window.last", kSortedToText, Availability::kBoth,
              {.summary = "The value of the row with the highest sort key, as text.",
               .behaviour = "Of equal keys the row that comes last in (event time, event id).",
               .example = "$last = window.last($e.metadata.event_timestamp.seconds, $e.target.file.full_path)"}),
    aggregate("window.median", kZerosToFloat, Availability::kBoth,
              {.summary = "The middle number.",
               .behaviour = "Of an even count the lower of the two in the middle. With ignore_zero (default false) zeros are "
                            "left out. 0.0 when nothing is left.",
               .example = "$middle = window.median($e.network.sent_bytes)"}),
    aggregate("window.mode", kAnyToText, Availability::kBoth,
              {.summary = "The most frequent value, as text.",
               .behaviour = "Of equally frequent values the one that appears first in (event time, event id).",
               .example = "$usual = window.mode($e.principal.hostname)"}),
    aggregate("window.range", kZerosToFloats, Availability::kBoth,
              {.summary = "The smallest and the greatest number, as a list of two.",
               .behaviour = "With ignore_zero (default false) zeros are left out. 0.0 twice when nothing is left.",
               .example = "$range = window.range($e.network.sent_bytes)"}),
    aggregate("window.stddev", kToFloat, Availability::kBoth,
              {.summary = "The sample standard deviation of the numbers in the match window.",
               .behaviour = "Divides by n-1 (10, 14, 18 give 4.0). 0.0 for fewer than two numbers.",
               .example = "$spread = window.stddev($e.network.sent_bytes)"}),
    aggregate("window.variance", kToFloat, Availability::kBoth,
              {.summary = "The sample variance of the numbers in the match window.",
               .behaviour = "Divides by n-1 (10, 14, 18 give 16.0). 0.0 for fewer than two numbers.",
               .example = "$variance = window.variance($e.network.sent_bytes)"}),
};

}  // namespace

std::span<const FunctionInfo> window() { return kRows; }

}  // namespace yaral::functions::rows
