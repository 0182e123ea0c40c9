#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kBranches[] = {{"condition", kBool}, {"then", kAny}, {"else", kAny}};
constexpr Overload kIf[] = {{.params = kBranches, .optional = 1, .result = kAny}};

constexpr FunctionInfo kRows[] = {
    {.name = "if",
     .kind = FunctionKind::kIf,
     .overloads = kIf,
     .places = kEvents | kOutcome,
     .availability = Availability::kBoth,
     .summary = "One of two values, as a condition decides.",
     .behaviour = "Both values have one type, which is the result's. Without the third argument the result is 0; text, "
                  "placeholders and outcome variables need it.",
     .example = R"($grade = if($bytes > 1000000, "huge", if($bytes > 1000, "some", "none")))"},
};

}  // namespace

std::span<const FunctionInfo> if_function() { return kRows; }

}  // namespace yaral::functions::rows
