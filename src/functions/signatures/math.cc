#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"math.abs(number: number) -> any"},
     .summary = "The number without its sign.",
     .behaviour = "The smallest int, whose absolute value an int cannot hold, gives the greatest int with a note.",
     .example = "math.abs($e.target.port - $e.principal.port) < 10"},
    {.forms = {"math.ceil(number: number) -> int"},
     .summary = "The next whole number upwards.",
     .behaviour = "0 when an int cannot hold it.",
     .example = "$minutes = max(math.ceil($e.network.session_duration.seconds / 60))"},
    {.forms = {"math.floor(number: number) -> int"},
     .summary = "The next whole number downwards.",
     .behaviour = "0 when an int cannot hold it.",
     .example = "$hours = max(math.floor($e.network.session_duration.seconds / 3600))"},
    {.forms =
         {"math.geo_distance(longitude1: number, latitude1: number, longitude2: number, latitude2: number) -> float"},
     .summary = "The distance of two points on Earth, in metres.",
     .behaviour = "Longitude comes first. -1 when a longitude is outside [-180, 180] or a latitude outside [-90, 90]; "
                  "0 for the same point. Taken on a sphere of radius 6371010 m.",
     .example = "$metres = max(math.geo_distance($lon1, $lat1, $lon2, $lat2))",
     .availability = Availability::kRules},
    {.forms = {"math.is_increasing(a: number, b: number, c: number) -> bool"},
     .summary = "Whether three numbers are strictly ascending.",
     .behaviour = "False when two neighbours are equal.",
     .example = "math.is_increasing(1, $e.target.port, 1024)"},
    {.forms = {"math.log(number: number) -> float"},
     .summary = "The natural logarithm.",
     .behaviour = "0.0 with a note for numbers that are not above 0.",
     .example = "$size = max(math.log($e.network.sent_bytes))"},
    {.forms = {"math.pow(base: number, exponent: number) -> float"},
     .summary = "The first number to the power of the second.",
     .behaviour = "0.0 when the result overflows or is no real number.",
     .example = "$weight = max(math.pow($e.security_result.risk_score, 2))"},
    {.forms = {"math.random() -> float"},
     .summary = "A random number from 0.0 up to, not including, 1.0.",
     .behaviour = "From a fixed sequence, so not for cryptography. To sample events use optimization.sample_rate.",
     .example = "math.random() < 0.1"},
    {.forms = {"math.round(number: number, [places: int]) -> any"},
     .summary = "The nearest number with so many decimals (0 unless given).",
     .behaviour = "Halves go away from zero (-10.5 gives -11). Ints stay as they are when places is not negative; "
                  "negative places round before the decimal point (15 with -1 gives 20).",
     .example = "$gb = math.round(sum($e.network.sent_bytes) / 1073741824, 2)"},
    {.forms = {"math.sqrt(number: number) -> float"},
     .summary = "The square root.",
     .behaviour = "0.0 for negative numbers.",
     .example = "$root = max(math.sqrt($e.network.sent_bytes))"},
};

}  // namespace

std::span<const FunctionRow> math_rows() { return kRows; }

}  // namespace yaral::functions
