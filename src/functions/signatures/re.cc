#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"re.regex(text: string, pattern: regex) -> bool"},
     .summary = "Whether the text contains a match of the pattern.",
     .behaviour = "Searches anywhere in the text; anchor with ^ and $. `nocase` may follow the call.",
     .example = "re.regex($e.target.process.command_line, `(?i)\\bsigntool(\\.exe)?\\b`)"},
    {.forms = {"re.capture(text: string, pattern: capture_regex) -> string"},
     .summary = "The first match of the pattern, or of its only group.",
     .behaviour = "No match gives the empty string. More than one capturing group is an error of the rule.",
     .example = "$domain = re.capture($e.network.email.from, `@(.+)$`)"},
    {.forms = {"re.capture_all(text: string, pattern: capture_regex) -> strings"},
     .summary = "All matches of the pattern, or of its only group, that do not overlap.",
     .behaviour = "No match gives an empty list.",
     .example = "$hosts = arrays.join_string(re.capture_all($e.target.url, `//([^/]+)`), \",\")"},
    {.forms = {"re.replace(text: string, pattern: regex, replacement: string) -> string"},
     .summary = "The text with every match of the pattern replaced.",
     .behaviour = "\\1 to \\9 in the replacement stand for groups, \\0 for the whole match. A reference to a group that the "
                  "pattern does not have leaves the text unchanged and is counted.",
     .example = "$user = re.replace($e.target.user.userid, `^adm-`, \"\")"},
};

}  // namespace

std::span<const FunctionRow> re_rows() { return kRows; }

}  // namespace yaral::functions
