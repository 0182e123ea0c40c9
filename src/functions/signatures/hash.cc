#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kText[] = {{"text", kString}};
constexpr Param kOctets[] = {{"bytes", kBytes}};
constexpr Overload kFingerprint[] = {{.params = kText, .result = kUint}, {.params = kOctets, .result = kUint}};
constexpr Overload kSha256[] = {{.params = kText, .result = kString}};

constexpr FunctionInfo kRows[] = {
    scalar("hash.fingerprint2011", kFingerprint, Availability::kRules,
           {.summary = "A 64-bit fingerprint of text or bytes.",
            .behaviour = "The same value for the same bytes, always at least 2; not for cryptography. Empty text gives "
                         "2570847921467975139.",
            .example = "$bucket = hash.fingerprint2011($e.principal.hostname)"}),
    scalar("hash.sha256", kSha256, Availability::kRules,
           {.summary = "The SHA-256 digest of text, in lower-case hex.",
            .behaviour = "64 digits, also for empty text.",
            .example = "$id = hash.sha256($e.principal.user.userid)"}),
};

}  // namespace

std::span<const FunctionInfo> hash() { return kRows; }

}  // namespace yaral::functions::rows
