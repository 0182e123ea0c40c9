#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kText[] = {{"value", kString}};
constexpr Param kInteger[] = {{"value", kInt}};
constexpr Param kUnsigned[] = {{"value", kUint}};
constexpr Param kOneNumber[] = {{"value", kNumber}};
constexpr Param kWithDefault[] = {{"value", kAny}, {"default", kString}};

constexpr Overload kAsBool[] = {
    {.params = kText, .result = kBool}, {.params = kInteger, .result = kBool}, {.params = kUnsigned, .result = kBool}};
constexpr Overload kAsFloat[] = {{.params = kText, .result = kFloat}, {.params = kOneNumber, .result = kFloat}};
constexpr Overload kAsInt[] = {{.params = kText, .result = kInt}, {.params = kOneNumber, .result = kInt}};
constexpr Overload kAsUint[] = {{.params = kText, .result = kUint}, {.params = kOneNumber, .result = kUint}};
constexpr Overload kAsString[] = {{.params = kWithDefault, .optional = 1, .result = kString}};

constexpr FunctionInfo kRows[] = {
    scalar("cast.as_bool", kAsBool, Availability::kBoth,
           {.summary = "An int or text as a bool.",
            .behaviour = "True for 1 and for \"true\" in any case; false for everything else.",
            .example = R"(cast.as_bool($e.additional.fields["elevated"]) = true)"}),
    scalar("cast.as_float", kAsFloat, Availability::kBoth,
           {.summary = "Text as a float.",
            .behaviour = "Text keeps 7 decimals, the rest is cut off (\"1.012345678\" gives 1.0123456). 0.0 for text that is "
                         "not a decimal number.",
            .example = R"($score = max(cast.as_float($e.additional.fields["score"])))"}),
    scalar("cast.as_int", kAsInt, Availability::kBoth,
           {.summary = "Text or a number as an int.",
            .behaviour = "Decimals are cut off. 0 for text that is not a decimal number and for numbers that an int cannot "
                         "hold.",
            .example = R"(cast.as_int($e.additional.fields["retries"]) > 3)"}),
    scalar("cast.as_string", kAsString, Availability::kBoth,
           {.summary = "A value as text.",
            .behaviour = "Whole floats have no decimals (2.0 gives \"2\", 2.25 gives \"2.25\"); bools are \"true\" and "
                         "\"false\". Bytes that are not UTF-8 give the default, or empty text.",
            .example = "$port = cast.as_string($e.target.port)"}),
    scalar("cast.as_uint", kAsUint, Availability::kUnlisted,
           {.summary = "Text or a number as an unsigned int.",
            .behaviour = "Decimals are cut off. 0 for text that is not a decimal number, for negative numbers and for numbers "
                         "that an unsigned int cannot hold.",
            .example = "$bytes = sum(cast.as_uint($e.network.sent_bytes))"}),
};

}  // namespace

std::span<const FunctionInfo> cast() { return kRows; }

}  // namespace yaral::functions::rows
