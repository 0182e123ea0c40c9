#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kFields[] = {{"field", kAny}};
constexpr Overload kGroup[] = {{.params = kFields, .variadic = true, .result = kAny}};

constexpr FunctionInfo kRows[] = {
    {.name = "group",
     .kind = FunctionKind::kScalar,
     .overloads = kGroup,
     .places = kEvents,
     .availability = Availability::kSearch,
     .summary = "The values of several fields under one placeholder. Searches only.",
     .behaviour = "Not available in rules: bind the placeholder to one field, or compare each field.",
     .example = R"($ip = group(principal.ip, target.ip))"},
};

}  // namespace

std::span<const FunctionInfo> group() { return kRows; }

}  // namespace yaral::functions::rows
