#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kText[] = {{"text", kString}};
constexpr Param kValues[] = {{"value", kAny}};
constexpr Param kUrl[] = {{"url", kString}};
constexpr Param kTextAndPart[] = {{"text", kString}, {"part", kString}};
constexpr Param kTextAndCutset[] = {{"text", kString}, {"cutset", kString}};
constexpr Param kSplitParams[] = {{"text", kString}, {"delimiter", kString}};

constexpr Overload kTextToText[] = {{.params = kText, .result = kString}};
constexpr Overload kTextToBytes[] = {{.params = kText, .result = kBytes}};
constexpr Overload kTextToInt[] = {{.params = kText, .result = kInt}};
constexpr Overload kTextToFloat[] = {{.params = kText, .result = kFloat}};
constexpr Overload kUrlToText[] = {{.params = kUrl, .result = kString}};
constexpr Overload kCoalesce[] = {{.params = kText, .variadic = true, .result = kString}};
constexpr Overload kConcat[] = {{.params = kValues, .variadic = true, .result = kString}};
constexpr Overload kTestPart[] = {{.params = kTextAndPart, .result = kBool}};
constexpr Overload kCountPart[] = {{.params = kTextAndPart, .result = kInt}};
constexpr Overload kTrim[] = {{.params = kTextAndCutset, .result = kString}};
constexpr Overload kSplit[] = {{.params = kSplitParams, .optional = 1, .result = list_of(kString)}};

constexpr FunctionInfo kRows[] = {
    scalar("strings.base64_decode", kTextToText, Availability::kBoth,
           {.summary = "The text that base64 stands for.",
            .behaviour = "Standard and URL-safe alphabets, with or without padding. Text that is not base64 stays as it is.",
            .example = R"(strings.contains(strings.base64_decode($e.additional.fields["payload"]), "http"))"}),
    scalar("strings.coalesce", kCoalesce, Availability::kBoth,
           {.summary = "The first text that is not empty.",
            .behaviour = "Empty when all are.",
            .example = "$name = strings.coalesce($e.principal.hostname, $e.principal.asset.hostname)"}),
    scalar("strings.concat", kConcat, Availability::kBoth,
           {.summary = "All values as one text.",
            .behaviour = "Whole floats have no decimals (1.0 gives 1); at most 16 decimals are written, the rest is cut off.",
            .example = R"($session = strings.concat($e.principal.ip, ":", $e.principal.port))"}),
    scalar("strings.contains", kTestPart, Availability::kBoth,
           {.summary = "Whether the text contains a part.",
            .behaviour = "With case; `nocase` after the call ignores it. Every text contains the empty part.",
            .example = R"(strings.contains($e.target.process.command_line, "-addstore"))"}),
    scalar("strings.count_substrings", kCountPart, Availability::kBoth,
           {.summary = "How often a part occurs.",
            .behaviour = "Occurrences do not overlap. 0 for the empty part.",
            .example = R"(strings.count_substrings($e.network.dns.questions.name, ".") > 5)"}),
    scalar("strings.ends_with", kTestPart, Availability::kBoth,
           {.summary = "Whether the text ends with a part.",
            .behaviour = "With case; `nocase` after the call ignores it. False for the empty part.",
            .example = R"(strings.ends_with($e.target.file.full_path, ".pfx"))"}),
    scalar("strings.extract_domain", kUrlToText, Availability::kBoth,
           {.summary = "The registrable domain of a URL or host name.",
            .behaviour = "Public suffix and one label (http://a.b.co.in gives b.co.in). Only suffixes of the ICANN section of "
                         "the public suffix list. Empty when there is none, as for numbers and addresses.",
            .example = "$domain = strings.extract_domain($e.target.url)"}),
    scalar("strings.extract_hostname", kUrlToText, Availability::kBoth,
           {.summary = "The host of a URL.",
            .behaviour = "Text before the scheme is skipped; user, port, path, query and fragment are left out. Empty when "
                         "there is no host.",
            .example = "$host = strings.extract_hostname($e.target.url)"}),
    scalar("strings.from_base64", kTextToBytes, Availability::kBoth,
           {.summary = "The bytes that base64 stands for.",
            .behaviour = "Standard and URL-safe alphabets, with or without padding. No bytes for text that is not base64.",
            .example = R"($b = bytes.to_base64(strings.from_base64("TVo=")))"}),
    scalar("strings.from_hex", kTextToBytes, Availability::kBoth,
           {.summary = "The bytes that hex digits stand for.",
            .behaviour = "Digits of either case. No bytes for text that is not hex.",
            .example = "$b = bytes.to_base64(strings.from_hex($e.target.file.sha256))"}),
    scalar("strings.length", kTextToInt, Availability::kBoth,
           {.summary = "The number of characters.",
            .behaviour = "Characters are Unicode code points, not bytes; bytes that are not UTF-8 count as one for each "
                         "ill-formed sequence.",
            .example = "strings.length($e.target.process.command_line) > 4000"}),
    scalar("strings.ltrim", kTrim, Availability::kBoth,
           {.summary = "The text without the characters of cutset at its start.",
            .behaviour = "An empty cutset leaves the text as it is.",
            .example = R"($name = strings.ltrim($e.target.hostname, "."))"}),
    scalar("strings.reverse", kTextToText, Availability::kBoth,
           {.summary = "The characters in the opposite order.",
            .behaviour = "Characters are Unicode code points.",
            .example = R"(strings.starts_with(strings.reverse($e.target.file.full_path), "exe."))"}),
    scalar("strings.rtrim", kTrim, Availability::kBoth,
           {.summary = "The text without the characters of cutset at its end.",
            .behaviour = "An empty cutset leaves the text as it is.",
            .example = R"($name = strings.rtrim($e.target.hostname, "."))"}),
    scalar("strings.shannon_entropy", kTextToFloat, Availability::kUnlisted,
           {.summary = "The entropy of the text in bits a byte.",
            .behaviour = "From 0.0 (empty text, or one byte repeated) to 8.0; higher for text that looks random.",
            .example = "strings.shannon_entropy($e.network.dns.questions.name) > 4.0"}),
    scalar("strings.split", kSplit, Availability::kBoth,
           {.summary = "The parts of the text between delimiters.",
            .behaviour = "The delimiter is a comma unless given. One part when it does not occur; the characters when it is "
                         "empty. Keeps the first 100,000 parts, with a note.",
            .example = R"($first = arrays.index_to_str(strings.split($e.principal.hostname, "."), 0))"}),
    scalar("strings.starts_with", kTestPart, Availability::kBoth,
           {.summary = "Whether the text starts with a part.",
            .behaviour = "With case; `nocase` after the call ignores it. False for the empty part.",
            .example = R"(strings.starts_with($e.target.process.command_line, "certutil"))"}),
    scalar("strings.to_lower", kTextToText, Availability::kBoth,
           {.summary = "The text in lower case.",
            .behaviour = "Unicode letters with a one-to-one mapping, whatever the locale.",
            .example = R"(strings.to_lower($e.principal.hostname) = "build01")"}),
    scalar("strings.to_upper", kTextToText, Availability::kBoth,
           {.summary = "The text in upper case.",
            .behaviour = "Unicode letters with a one-to-one mapping, whatever the locale.",
            .example = R"(strings.to_upper($e.principal.hostname) = "BUILD01")"}),
    scalar("strings.trim", kTrim, Availability::kBoth,
           {.summary = "The text without the characters of cutset at both ends.",
            .behaviour = "An empty cutset leaves the text as it is.",
            .example = R"($name = strings.trim($e.target.process.command_line, "\" "))"}),
    scalar("strings.url_decode", kTextToText, Availability::kBoth,
           {.summary = "The text with %XX decoded as UTF-8.",
            .behaviour = "A plus sign stays. Empty when a percent sign is not followed by two hex digits or the result is not "
                         "UTF-8.",
            .example = R"(strings.contains(strings.url_decode($e.target.url), "../"))"}),
};

}  // namespace

std::span<const FunctionInfo> strings() { return kRows; }

}  // namespace yaral::functions::rows
