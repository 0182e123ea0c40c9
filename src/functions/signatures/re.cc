#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"re.capture(text: string, pattern: capture_regex) -> string"},
     .summary = "The part of the text that a regex matches first.",
     .behaviour = "With one group the text of the group, without one the whole match; two groups are an error. Empty "
                  "text when nothing matches.",
     .example = "$domain = re.capture($e.target.user.email_addresses, `@(.*)`)"},
    {.forms = {"re.capture_all(text: string, pattern: capture_regex) -> strings"},
     .summary = "All parts of the text that a regex matches.",
     .behaviour = "Matches do not overlap. With one group the texts of the group; two groups are an error. Keeps the "
                  "first 10,000, with a note. Empty list when nothing matches.",
     .example = R"($first = arrays.index_to_str(re.capture_all($e.target.url, `\d+`), 0))"},
    {.forms = {"re.regex(text: string, pattern: regex) -> bool"},
     .summary = "Whether a regex matches anywhere in the text.",
     .behaviour = "RE2 syntax; anchor with ^ and $. `nocase` after the call ignores case.",
     .example = R"(re.regex($e.target.process.command_line, `\bsigntool(\.exe)?\b`) nocase)"},
    {.forms = {"re.replace(text: string, pattern: regex, replacement: string) -> string"},
     .summary = "The text with every match of a regex replaced.",
     .behaviour = R"(Matches are taken left to right and do not overlap. In the replacement \1 to \9 stand for )"
                  R"(groups, \0 for the whole match and \\ for a backslash. The empty regex matches around every )"
                  R"(character. A replacement that names a group that is not there leaves the text as it is, with a )"
                  R"(note.)",
     .example = R"($user = re.replace($e.principal.user.userid, `^.*\\`, ""))"},
};

}  // namespace

std::span<const FunctionRow> re_rows() { return kRows; }

}  // namespace yaral::functions
