#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kTwoLists[] = {{"first", list_of(kString)}, {"second", list_of(kString)}};
constexpr Param kMember[] = {{"list", list_of(kAny)}, {"value", kAny}};
constexpr Param kIndexed[] = {{"list", list_of(kAny)}, {"index", kInt}};
constexpr Param kJoin[] = {{"list", list_of(kString)}, {"separator", kString}};
constexpr Param kField[] = {{"field", list_of(kAny), ParamRule::kWholeField}};
constexpr Param kNumbers[] = {{"list", list_of(kNumber)}};
constexpr Param kNumbersZeros[] = {{"list", list_of(kNumber)}, {"ignore_zeros", kBool}};
constexpr Param kList[] = {{"list", list_of(kAny)}};

constexpr Overload kConcat[] = {{.params = kTwoLists, .result = list_of(kString)}};
constexpr Overload kContains[] = {{.params = kMember, .result = kBool}};
constexpr Overload kToFloat[] = {{.params = kIndexed, .result = kFloat}};
constexpr Overload kToInt[] = {{.params = kIndexed, .result = kInt}};
constexpr Overload kToString[] = {{.params = kIndexed, .result = kString}};
constexpr Overload kJoinString[] = {{.params = kJoin, .optional = 1, .result = kString}};
constexpr Overload kLength[] = {{.params = kField, .result = kInt}};
constexpr Overload kMax[] = {{.params = kNumbers, .result = kFloat}};
constexpr Overload kMin[] = {{.params = kNumbersZeros, .optional = 1, .result = kFloat}};
constexpr Overload kSize[] = {{.params = kList, .result = kInt}};

constexpr FunctionInfo kRows[] = {
    scalar("arrays.concat", kConcat, Availability::kBoth,
           {.summary = "The elements of the first list followed by those of the second.",
            .behaviour = "An empty list adds nothing.",
            .example = R"(arrays.size(arrays.concat(strings.split($e.target.url, "/"), strings.split($e.target.url, "?"))) > 9)"}),
    scalar("arrays.contains", kContains, Availability::kBoth,
           {.summary = "Whether a value is an element of the list.",
            .behaviour = "Text is compared with case, numbers by value. An empty list contains nothing.",
            .example = R"(arrays.contains($users, "admin"))"}),
    scalar("arrays.index_to_float", kToFloat, Availability::kBoth,
           {.summary = "The element at an index, as a float.",
            .behaviour = "Counts from 0; negative indexes count from the end. Text is read as a number. 0.0 when there is no "
                         "such element or it is not a number.",
            .example = R"($score = arrays.index_to_float(strings.split($e.metadata.description, ";"), 2))"}),
    scalar("arrays.index_to_int", kToInt, Availability::kBoth,
           {.summary = "The element at an index, as an int.",
            .behaviour = "Counts from 0; negative indexes count from the end. Floats are truncated, text is read as a number. "
                         "0 when there is no such element or it is not a number.",
            .example = R"($major = arrays.index_to_int(strings.split($e.principal.platform_version, "."), 0))"}),
    scalar("arrays.index_to_str", kToString, Availability::kBoth,
           {.summary = "The element at an index, as text.",
            .behaviour = "Counts from 0; negative indexes count from the end. Numbers take their shortest form (1.2, 2). "
                         "Empty when there is no such element.",
            .example = R"($second = arrays.index_to_str(strings.split($e.target.url, "/"), 1))"}),
    scalar("arrays.join_string", kJoinString, Availability::kBoth,
           {.summary = "The elements joined to one text.",
            .behaviour = "Without a separator nothing stands between them. Null elements are skipped.",
            .example = R"($path = arrays.join_string(strings.split($e.target.file.full_path, "\\"), "/"))"}),
    scalar("arrays.length", kLength, Availability::kBoth,
           {.summary = "The number of elements of a repeated field.",
            .behaviour = "Takes the whole field, which is not unnested; through several repeated levels it counts all.",
            .example = "arrays.length($e.principal.ip) > 1"}),
    scalar("arrays.max", kMax, Availability::kBoth,
           {.summary = "The greatest element.",
            .behaviour = "0.0 for an empty list.",
            .example = "$most = arrays.max($byte_counts)"}),
    scalar("arrays.min", kMin, Availability::kBoth,
           {.summary = "The smallest element.",
            .behaviour = "With ignore_zeros (default false) elements that are 0 are left out. 0.0 when nothing is left.",
            .example = "$least = arrays.min($byte_counts, true)"}),
    scalar("arrays.size", kSize, Availability::kBoth,
           {.summary = "The number of elements of a list.",
            .behaviour = "0 for an empty list. For a repeated field use arrays.length.",
            .example = R"(arrays.size(strings.split($e.target.url, "/")) > 4)"}),
};

}  // namespace

std::span<const FunctionInfo> arrays() { return kRows; }

}  // namespace yaral::functions::rows
