#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kText[] = {{"text", kString}, {"numerator", kInt}, {"denominator", kInt}};
constexpr Param kOctets[] = {{"bytes", kBytes}, {"numerator", kInt}, {"denominator", kInt}};
constexpr Overload kSampleRate[] = {{.params = kText, .result = kBool}, {.params = kOctets, .result = kBool}};

constexpr FunctionInfo kRows[] = {
    scalar("optimization.sample_rate", kSampleRate, Availability::kRules,
           {.summary = "True for numerator of denominator values, always for the same ones.",
            .behaviour = "hash.fingerprint2011(value) modulo denominator < numerator. False, with a note, when the denominator "
                         "is not positive.",
            .example = "optimization.sample_rate($e.metadata.id, 1, 10)"}),
};

}  // namespace

std::span<const FunctionInfo> optimization() { return kRows; }

}  // namespace yaral::functions::rows
