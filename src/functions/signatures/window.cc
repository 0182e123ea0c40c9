#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"window.avg(number: number, [ignore_zero: bool]) -> float"},
     .kind = FunctionKind::kAggregate,
     .summary = "The mean.",
     .behaviour = "No rows, or only zeros that are ignored, give 0.",
     .example = "$mean = window.avg($e.network.sent_bytes)",
     .places = kOutcome},
    {.forms = {"window.first(order: int, value: any) -> string"},
     .kind = FunctionKind::kAggregate,
     .summary = "The value of the row with the lowest order.",
     .behaviour = "Of equals the first by event time and id.",
     .example = "$first_user = window.first($e.metadata.event_timestamp.seconds, $e.principal.user.userid)",
     .places = kOutcome},
    {.forms = {"window.last(order: int, value: any) -> string"},
     .kind = FunctionKind::kAggregate,
     .summary = "The value of the row with the highest order.",
     .behaviour = "Of equals the last by event time and id.",
     .example = "$last_user = window.last($e.metadata.event_timestamp.seconds, $e.principal.user.userid)",
     .places = kOutcome},
    {.forms = {"window.median(number: number, [ignore_zero: bool]) -> float"},
     .kind = FunctionKind::kAggregate,
     .summary = "The middle value.",
     .behaviour = "Of two middle values the lower.",
     .example = "$middle = window.median($e.network.sent_bytes)",
     .places = kOutcome},
    {.forms = {"window.mode(value: any) -> string"},
     .kind = FunctionKind::kAggregate,
     .summary = "The most frequent value.",
     .behaviour = "Of equally frequent ones the one that came first.",
     .example = "$usual = window.mode($e.network.http.user_agent)",
     .places = kOutcome},
    {.forms = {"window.range(number: number, [ignore_zero: bool]) -> numbers"},
     .kind = FunctionKind::kAggregate,
     .summary = "The smallest and the largest value, as a list.",
     .behaviour = "",
     .example = "$range = window.range($e.network.sent_bytes)",
     .places = kOutcome},
    {.forms = {"window.stddev(number: number) -> float"},
     .kind = FunctionKind::kAggregate,
     .summary = "The sample standard deviation.",
     .behaviour = "Fewer than two rows give 0.",
     .example = "$deviation = window.stddev($e.network.sent_bytes)",
     .places = kOutcome},
    {.forms = {"window.variance(number: number) -> float"},
     .kind = FunctionKind::kAggregate,
     .summary = "The sample variance.",
     .behaviour = "Fewer than two rows give 0.",
     .example = "$variance = window.variance($e.network.sent_bytes)",
     .places = kOutcome},
};

}  // namespace

std::span<const FunctionRow> window_rows() { return kRows; }

}  // namespace yaral::functions
