#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"bytes.to_base64(value: bytes, [default: string]) -> string"},
     .summary = "Bytes as base64.",
     .behaviour = "",
     .example = "bytes.to_base64(strings.from_hex($e.target.file.sha256))"},
    {.forms = {"cast.as_bool(value: any) -> bool"},
     .summary = "True for the int 1 and for `true` in any case.",
     .behaviour = "Everything else is false.",
     .example = "cast.as_bool($e.additional.fields[\"signed\"])"},
    {.forms = {"cast.as_float(value: any) -> float"},
     .summary = "Text as a float.",
     .behaviour = "About seven decimal digits are kept; what is no number gives 0.",
     .example = "cast.as_float($e.additional.fields[\"score\"]) > 0.5"},
    {.forms = {"cast.as_int(value: any) -> int"},
     .summary = "Text or a number as an int.",
     .behaviour = "Fractions are cut off; what is no number gives 0; what is too large gives the largest int.",
     .example = "cast.as_int($e.network.sent_bytes) - cast.as_int($e.network.received_bytes)"},
    {.forms = {"cast.as_uint(value: any) -> uint"},
     .summary = "Text or a number as an unsigned int.",
     .behaviour = "As cast.as_int; negative numbers give 0.",
     .example = "cast.as_uint($e.additional.fields[\"bytes\"])"},
    {.forms = {"cast.as_string(value: any, [default: string]) -> string"},
     .summary = "A value as text.",
     .behaviour = "Bytes that are not UTF-8 give the default, or the empty string.",
     .example = "cast.as_string($e.target.port)"},
    {.forms = {"hash.sha256(text: string) -> string"},
     .summary = "SHA-256 as lower-case hex.",
     .behaviour = "",
     .example = "hash.sha256($e.target.process.command_line)",
     .availability = Availability::kRules},
    {.forms = {"hash.fingerprint2011(value: string) -> uint", "hash.fingerprint2011(value: bytes) -> uint"},
     .summary = "A 64-bit fingerprint, always the same for the same bytes.",
     .behaviour = "Not for cryptography.",
     .example = "hash.fingerprint2011($e.principal.hostname) % 10 = 0",
     .availability = Availability::kRules},
    {.forms = {"optimization.sample_rate(value: string, numerator: int, denominator: int) -> bool",
               "optimization.sample_rate(value: bytes, numerator: int, denominator: int) -> bool"},
     .summary = "True for a fixed share of all values.",
     .behaviour = "The fingerprint of the value modulo the denominator is less than the numerator. A denominator of 0 is false.",
     .example = "optimization.sample_rate($e.metadata.id, 1, 100)",
     .availability = Availability::kRules},
};

}  // namespace

std::span<const FunctionRow> conversion_rows() { return kRows; }

}  // namespace yaral::functions
