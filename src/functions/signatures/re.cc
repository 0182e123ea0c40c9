#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kMatchParams[] = {{"text", kString}, {"regex", kString, ParamRule::kRegexConstant}};
constexpr Param kCaptureParams[] = {{"text", kString}, {"regex", kString, ParamRule::kCaptureRegex}};
constexpr Param kReplaceParams[] = {
    {"text", kString}, {"regex", kString, ParamRule::kRegexConstant}, {"replacement", kString}};

constexpr Overload kRegex[] = {{.params = kMatchParams, .result = kBool}};
constexpr Overload kCapture[] = {{.params = kCaptureParams, .result = kString}};
constexpr Overload kCaptureAll[] = {{.params = kCaptureParams, .result = list_of(kString)}};
constexpr Overload kReplace[] = {{.params = kReplaceParams, .result = kString}};

constexpr FunctionInfo kRows[] = {
    scalar("re.capture", kCapture, Availability::kBoth,
           {.summary = "The part of the text that a regex matches first.",
            .behaviour = "With one group the text of the group, without one the whole match; two groups are an error. Empty "
                         "text when nothing matches.",
            .example = R"($domain = re.capture($e.target.user.email_addresses, "@(.*)"))"}),
    scalar("re.capture_all", kCaptureAll, Availability::kBoth,
           {.summary = "All parts of the text that a regex matches.",
            .behaviour = "Matches do not overlap. With one group the texts of the group; two groups are an error. Keeps the "
                         "first 100,000, with a note. Empty list when nothing matches.",
            .example = R"($first = arrays.index_to_str(re.capture_all($e.target.url, `\d+`), 0))"}),
    scalar("re.regex", kRegex, Availability::kBoth,
           {.summary = "Whether a regex matches anywhere in the text.",
            .behaviour = "RE2 syntax; anchor with ^ and $. `nocase` after the call ignores case.",
            .example = R"(re.regex($e.target.process.command_line, `\bsigntool(\.exe)?\b`) nocase)"}),
    scalar("re.replace", kReplace, Availability::kBoth,
           {.summary = "The text with every match of a regex replaced.",
            .behaviour = R"(Matches are taken left to right and do not overlap. In the replacement \1 to \9 stand for groups, )"
                         R"(\0 for the whole match and \\ for a backslash. The empty regex matches around every character. )"
                         R"(A replacement that names a group that is not there leaves the text as it is, with a note.)",
            .example = R"($user = re.replace($e.principal.user.userid, `^.*\\`, ""))"}),
};

}  // namespace

std::span<const FunctionInfo> re() { return kRows; }

}  // namespace yaral::functions::rows
