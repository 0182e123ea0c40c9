#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kOneNumber[] = {{"number", kNumber}};
constexpr Param kCoordinates[] = {
    {"longitude1", kNumber}, {"latitude1", kNumber}, {"longitude2", kNumber}, {"latitude2", kNumber}};
constexpr Param kThreeNumbers[] = {{"first", kNumber}, {"second", kNumber}, {"third", kNumber}};
constexpr Param kPowParams[] = {{"base", kNumber}, {"exponent", kNumber}};
constexpr Param kRoundParams[] = {{"number", kNumber}, {"places", kInt}};

constexpr Overload kSame[] = {{.params = kOneNumber, .result = kAny}};
constexpr Overload kToInt[] = {{.params = kOneNumber, .result = kInt}};
constexpr Overload kToFloat[] = {{.params = kOneNumber, .result = kFloat}};
constexpr Overload kDistance[] = {{.params = kCoordinates, .result = kFloat}};
constexpr Overload kIncreasing[] = {{.params = kThreeNumbers, .result = kBool}};
constexpr Overload kPow[] = {{.params = kPowParams, .result = kFloat}};
constexpr Overload kRandom[] = {{.params = {}, .result = kFloat}};
constexpr Overload kRound[] = {{.params = kRoundParams, .optional = 1, .result = kAny}};

constexpr FunctionInfo kRows[] = {
    scalar("math.abs", kSame, Availability::kBoth,
           {.summary = "The number without its sign.",
            .behaviour = "The smallest int, whose absolute value an int cannot hold, gives the greatest int with a note.",
            .example = "math.abs($e.target.port - $e.principal.port) < 10"}),
    scalar("math.ceil", kToInt, Availability::kBoth,
           {.summary = "The next whole number upwards.",
            .behaviour = "0 when an int cannot hold it.",
            .example = "$minutes = max(math.ceil($e.network.session_duration.seconds / 60))"}),
    scalar("math.floor", kToInt, Availability::kBoth,
           {.summary = "The next whole number downwards.",
            .behaviour = "0 when an int cannot hold it.",
            .example = "$hours = max(math.floor($e.network.session_duration.seconds / 3600))"}),
    scalar("math.geo_distance", kDistance, Availability::kRules,
           {.summary = "The distance of two points on Earth, in metres.",
            .behaviour = "Longitude comes first. -1 when a longitude is outside [-180, 180] or a latitude outside [-90, 90]; "
                         "0 for the same point. Taken on a sphere of radius 6371010 m.",
            .example = "$metres = max(math.geo_distance($lon1, $lat1, $lon2, $lat2))"}),
    scalar("math.is_increasing", kIncreasing, Availability::kBoth,
           {.summary = "Whether three numbers are strictly ascending.",
            .behaviour = "False when two neighbours are equal.",
            .example = "math.is_increasing(1, $e.target.port, 1024)"}),
    scalar("math.log", kToFloat, Availability::kBoth,
           {.summary = "The natural logarithm.",
            .behaviour = "0.0 with a note for numbers that are not above 0.",
            .example = "$size = max(math.log($e.network.sent_bytes))"}),
    scalar("math.pow", kPow, Availability::kBoth,
           {.summary = "The first number to the power of the second.",
            .behaviour = "0.0 when the result overflows or is no real number.",
            .example = "$weight = max(math.pow($e.security_result.risk_score, 2))"}),
    scalar("math.random", kRandom, Availability::kBoth,
           {.summary = "A random number from 0.0 up to, not including, 1.0.",
            .behaviour = "From a fixed sequence, so not for cryptography. To sample events use optimization.sample_rate.",
            .example = "math.random() < 0.1"}),
    scalar("math.round", kRound, Availability::kBoth,
           {.summary = "The nearest number with so many decimals (0 unless given).",
            .behaviour = "Halves go away from zero (-10.5 gives -11). Ints stay as they are when places is not negative; "
                         "negative places round before the decimal point (15 with -1 gives 20).",
            .example = "$gb = math.round(sum($e.network.sent_bytes) / 1073741824, 2)"}),
    scalar("math.sqrt", kToFloat, Availability::kBoth,
           {.summary = "The square root.",
            .behaviour = "0.0 for negative numbers.",
            .example = "$root = max(math.sqrt($e.network.sent_bytes))"}),
};

}  // namespace

std::span<const FunctionInfo> math() { return kRows; }

}  // namespace yaral::functions::rows
