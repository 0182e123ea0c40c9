#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kToBase64Params[] = {{"bytes", kBytes}, {"default", kString}};
constexpr Overload kToBase64[] = {{.params = kToBase64Params, .optional = 1, .result = kString}};

constexpr FunctionInfo kRows[] = {
    scalar("bytes.to_base64", kToBase64, Availability::kBoth,
           {.summary = "Bytes as base64 text.",
            .behaviour = "Standard alphabet with padding. The default, or empty text, stands for a value that is not bytes.",
            .example = R"($b64 = bytes.to_base64(strings.from_hex("4d5a9000")))"}),
};

}  // namespace

std::span<const FunctionInfo> bytes() { return kRows; }

}  // namespace yaral::functions::rows
