#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"window.avg(number: number, [ignore_zero: bool]) -> float"},
     .kind = FunctionKind::kAggregate,
     .summary = "The mean of the numbers in the match window.",
     .behaviour = "With ignore_zero (default false) zeros are left out. 0.0 when nothing is left.",
     .example = "$mean = window.avg($e.network.sent_bytes, true)",
     .places = kOutcome},
    {.forms = {"window.first(order: int, value: any) -> string"},
     .kind = FunctionKind::kAggregate,
     .summary = "The value of the row with the lowest sort key, as text.",
     .behaviour = "Of equal keys the row that comes first in (event time, event id).",
     .example = "$first = window.first($e.metadata.event_timestamp.seconds, $e.target.file.full_path)",
     .places = kOutcome},
    {.forms = {"window.last(order: int, value: any) -> string"},
     .kind = FunctionKind::kAggregate,
     .summary = "The value of the row with the highest sort key, as text.",
     .behaviour = "Of equal keys the row that comes last in (event time, event id).",
     .example = "$last = window.last($e.metadata.event_timestamp.seconds, $e.target.file.full_path)",
     .places = kOutcome},
    {.forms = {"window.median(number: number, [ignore_zero: bool]) -> float"},
     .kind = FunctionKind::kAggregate,
     .summary = "The middle number.",
     .behaviour = "Of an even count the lower of the two in the middle. With ignore_zero (default false) zeros are "
                  "left out. 0.0 when nothing is left.",
     .example = "$middle = window.median($e.network.sent_bytes)",
     .places = kOutcome},
    {.forms = {"window.mode(value: any) -> string"},
     .kind = FunctionKind::kAggregate,
     .summary = "The most frequent value, as text.",
     .behaviour = "Of equally frequent values the one that appears first in (event time, event id).",
     .example = "$usual = window.mode($e.principal.hostname)",
     .places = kOutcome},
    {.forms = {"window.range(number: number, [ignore_zero: bool]) -> floats"},
     .kind = FunctionKind::kAggregate,
     .summary = "The smallest and the greatest number, as a list of two.",
     .behaviour = "With ignore_zero (default false) zeros are left out. 0.0 twice when nothing is left.",
     .example = "$range = window.range($e.network.sent_bytes)",
     .places = kOutcome},
    {.forms = {"window.stddev(number: number) -> float"},
     .kind = FunctionKind::kAggregate,
     .summary = "The sample standard deviation of the numbers in the match window.",
     .behaviour = "Divides by n-1 (10, 14, 18 give 4.0). 0.0 for fewer than two numbers.",
     .example = "$spread = window.stddev($e.network.sent_bytes)",
     .places = kOutcome},
    {.forms = {"window.variance(number: number) -> float"},
     .kind = FunctionKind::kAggregate,
     .summary = "The sample variance of the numbers in the match window.",
     .behaviour = "Divides by n-1 (10, 14, 18 give 16.0). 0.0 for fewer than two numbers.",
     .example = "$variance = window.variance($e.network.sent_bytes)",
     .places = kOutcome},
};

}  // namespace

std::span<const FunctionRow> window_rows() { return kRows; }

}  // namespace yaral::functions
