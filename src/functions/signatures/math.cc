#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"math.abs(number: number) -> any"},
     .summary = "The absolute value.",
     .behaviour = "An int stays an int.",
     .example = "math.abs(cast.as_int($e.network.sent_bytes) - 100)"},
    {.forms = {"math.ceil(number: number) -> int"},
     .summary = "The next int above.",
     .behaviour = "Outside of 64 bits it gives 0.",
     .example = "math.ceil($e.network.sent_bytes / 1024)"},
    {.forms = {"math.floor(number: number) -> int"},
     .summary = "The next int below.",
     .behaviour = "Outside of 64 bits it gives 0.",
     .example = "math.floor($e.network.sent_bytes / 1024)"},
    {.forms = {"math.geo_distance(longitude1: number, latitude1: number, longitude2: number, latitude2: number) -> float"},
     .summary = "The distance of two points on the globe in metres.",
     .behaviour = "Coordinates that do not exist give -1, equal points 0.",
     .example = "math.geo_distance($lon1, $lat1, $lon2, $lat2) > 500000",
     .availability = Availability::kRules},
    {.forms = {"math.is_increasing(a: number, b: number, c: number) -> bool"},
     .summary = "Whether three numbers strictly ascend.",
     .behaviour = "",
     .example = "math.is_increasing(0, $e.target.port, 1024)"},
    {.forms = {"math.log(number: number) -> float"},
     .summary = "The natural logarithm.",
     .behaviour = "Zero and negative numbers give 0.",
     .example = "math.log($e.network.sent_bytes) > 10"},
    {.forms = {"math.pow(base: number, exponent: number) -> float"},
     .summary = "A power.",
     .behaviour = "A result that is no finite number is 0.",
     .example = "math.pow(2, 10)"},
    {.forms = {"math.random() -> float"},
     .summary = "A number in [0, 1).",
     .behaviour = "Taken from a fixed sequence of each run.",
     .example = "math.random() < 0.1"},
    {.forms = {"math.round(number: number, [places: int]) -> any"},
     .summary = "The nearest number with so many decimal places.",
     .behaviour = "Halves go away from zero. Ints stay as they are; without places a float gives an int-valued float.",
     .example = "math.round($e.network.sent_bytes / 1024, 1)"},
    {.forms = {"math.sqrt(number: number) -> float"},
     .summary = "The square root.",
     .behaviour = "Negative numbers give 0.",
     .example = "math.sqrt($e.network.sent_bytes)"},
};

}  // namespace

std::span<const FunctionRow> math_rows() { return kRows; }

}  // namespace yaral::functions
