#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"arrays.concat(first: strings, second: strings) -> strings"},
     .summary = "The elements of the first list followed by those of the second.",
     .behaviour = "An empty list adds nothing.",
     .example = R"(arrays.size(arrays.concat(strings.split($e.target.url, "/"), strings.split($e.target.url, "?"))) )"
                R"(> 9)"},
    {.forms = {"arrays.contains(list: list, element: any) -> bool"},
     .summary = "Whether a value is an element of the list.",
     .behaviour = "Text is compared with case, numbers by value. An empty list contains nothing.",
     .example = R"(arrays.contains($users, "admin"))"},
    {.forms = {"arrays.index_to_float(list: list, index: int) -> float"},
     .summary = "The element at an index, as a float.",
     .behaviour = "Counts from 0; negative indexes count from the end. Text is read as a number. 0.0 when there is no "
                  "such element or it is not a number.",
     .example = R"($score = arrays.index_to_float(strings.split($e.metadata.description, ";"), 2))"},
    {.forms = {"arrays.index_to_int(list: list, index: int) -> int"},
     .summary = "The element at an index, as an int.",
     .behaviour = "Counts from 0; negative indexes count from the end. Floats are truncated, text is read as a "
                  "number. 0 when there is no such element or it is not a number.",
     .example = R"($major = arrays.index_to_int(strings.split($e.principal.platform_version, "."), 0))"},
    {.forms = {"arrays.index_to_str(list: list, index: int) -> string"},
     .summary = "The element at an index, as text.",
     .behaviour = "Counts from 0; negative indexes count from the end. Numbers take their shortest form (1.2, 2). "
                  "Empty when there is no such element.",
     .example = R"($second = arrays.index_to_str(strings.split($e.target.url, "/"), 1))"},
    {.forms = {"arrays.join_string(list: strings, [separator: string]) -> string"},
     .summary = "The elements joined to one text.",
     .behaviour = "Without a separator nothing stands between them. Null elements are skipped.",
     .example = R"($path = arrays.join_string(strings.split($e.target.file.full_path, "\\"), "/"))"},
    {.forms = {"arrays.length(values: field) -> int", "arrays.length(values: list) -> int"},
     .summary = "The number of elements of a repeated field.",
     .behaviour = "Takes the whole field, which is not unnested; through several repeated levels it counts all.",
     .example = "arrays.length($e.principal.ip) > 1"},
    {.forms = {"arrays.max(list: numbers) -> float"},
     .summary = "The greatest element.",
     .behaviour = "0.0 for an empty list.",
     .example = "$most = arrays.max($byte_counts)"},
    {.forms = {"arrays.min(list: numbers, [ignore_zeros: bool]) -> float"},
     .summary = "The smallest element.",
     .behaviour = "With ignore_zeros (default false) elements that are 0 are left out. 0.0 when nothing is left.",
     .example = "$least = arrays.min($byte_counts, true)"},
    {.forms = {"arrays.size(list: list) -> int"},
     .summary = "The number of elements of a list.",
     .behaviour = "0 for an empty list. For a repeated field use arrays.length.",
     .example = R"(arrays.size(strings.split($e.target.url, "/")) > 4)"},
};

}  // namespace

std::span<const FunctionRow> arrays_rows() { return kRows; }

}  // namespace yaral::functions
