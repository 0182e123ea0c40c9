#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"bytes.to_base64(value: bytes, [default: string]) -> string"},
     .summary = "Bytes as base64 text.",
     .behaviour = "Standard alphabet with padding. The default, or empty text, stands for a value that is not bytes.",
     .example = R"($b64 = bytes.to_base64(strings.from_hex("4d5a9000")))"},
    {.forms = {"cast.as_bool(value: any) -> bool"},
     .summary = "An int or text as a bool.",
     .behaviour = R"(True for 1 and for "true" in any case; false for everything else.)",
     .example = R"(cast.as_bool($e.additional.fields["elevated"]) = true)"},
    {.forms = {"cast.as_float(value: any) -> float"},
     .summary = "Text as a float.",
     .behaviour = R"(Text keeps 7 decimals, the rest is cut off ("1.012345678" gives 1.0123456). 0.0 for text that )"
                  R"(is not a decimal number.)",
     .example = R"($score = max(cast.as_float($e.additional.fields["score"])))"},
    {.forms = {"cast.as_int(value: any) -> int"},
     .summary = "Text or a number as an int.",
     .behaviour = "Decimals are cut off. 0 for text that is not a decimal number and for numbers that an int cannot "
                  "hold.",
     .example = R"(cast.as_int($e.additional.fields["retries"]) > 3)"},
    {.forms = {"cast.as_string(value: any, [default: string]) -> string"},
     .summary = "A value as text.",
     .behaviour = R"(Whole floats have no decimals (2.0 gives "2", 2.25 gives "2.25"); bools are "true" and )"
                  R"("false". Bytes that are not UTF-8 give the default, or empty text.)",
     .example = "$port = cast.as_string($e.target.port)"},
    {.forms = {"cast.as_uint(value: any) -> uint"},
     .summary = "Text or a number as an unsigned int.",
     .behaviour = "Decimals are cut off. 0 for text that is not a decimal number, for negative numbers and for "
                  "numbers that an unsigned int cannot hold.",
     .example = "$bytes = sum(cast.as_uint($e.network.sent_bytes))",
     .availability = Availability::kUnlisted},
    {.forms = {"hash.fingerprint2011(value: string) -> uint", "hash.fingerprint2011(value: bytes) -> uint"},
     .summary = "A 64-bit fingerprint of text or bytes.",
     .behaviour = "The same value for the same bytes, always at least 2; not for cryptography. Empty text gives "
                  "2570847921467975139.",
     .example = "$bucket = hash.fingerprint2011($e.principal.hostname)",
     .availability = Availability::kRules},
    {.forms = {"hash.sha256(text: string) -> string"},
     .summary = "The SHA-256 digest of text, in lower-case hex.",
     .behaviour = "64 digits, also for empty text.",
     .example = "$id = hash.sha256($e.principal.user.userid)",
     .availability = Availability::kRules},
    {.forms = {"optimization.sample_rate(value: string, numerator: int, denominator: int) -> bool",
               "optimization.sample_rate(value: bytes, numerator: int, denominator: int) -> bool"},
     .summary = "True for numerator of denominator values, always for the same ones.",
     .behaviour = "hash.fingerprint2011(value) modulo denominator < numerator. False, with a note, when the "
                  "denominator is not positive.",
     .example = "optimization.sample_rate($e.metadata.id, 1, 10)",
     .availability = Availability::kRules},
};

}  // namespace

std::span<const FunctionRow> conversion_rows() { return kRows; }

}  // namespace yaral::functions
