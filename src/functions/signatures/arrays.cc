#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"arrays.concat(first: strings, second: strings) -> strings"},
     .summary = "One list after the other.",
     .behaviour = "",
     .example = "arrays.concat(strings.split($e.target.url, \"/\"), strings.split($e.target.url, \"?\"))"},
    {.forms = {"arrays.contains(list: list, element: any) -> bool"},
     .summary = "Whether a list has an element.",
     .behaviour = "Text is compared case-sensitively.",
     .example = "arrays.contains($users, \"root\")"},
    {.forms = {"arrays.index_to_float(list: list, index: int) -> float"},
     .summary = "The element at a position, as a float.",
     .behaviour = "Positions count from 0, negative ones from the end. Text that is a number is read; anything else, and a "
                  "position outside, gives 0.0.",
     .example = "arrays.index_to_float(strings.split($e.target.url, \"=\"), 1)"},
    {.forms = {"arrays.index_to_int(list: list, index: int) -> int"},
     .summary = "The element at a position, as an int.",
     .behaviour = "As arrays.index_to_float; fractions are cut off.",
     .example = "arrays.index_to_int(strings.split($e.target.url, \"=\"), 0 - 1)"},
    {.forms = {"arrays.index_to_str(list: list, index: int) -> string"},
     .summary = "The element at a position, as text.",
     .behaviour = "Positions count from 0, negative ones from the end. A position outside gives the empty string.",
     .example = "arrays.index_to_str(strings.split($e.target.url, \"/\"), 2)"},
    {.forms = {"arrays.join_string(list: strings, [separator: string]) -> string"},
     .summary = "The elements as one text.",
     .behaviour = "The separator is empty when it is left out.",
     .example = "arrays.join_string(re.capture_all($e.target.url, `[0-9]+`), \"-\")"},
    {.forms = {"arrays.length(values: field) -> int", "arrays.length(values: list) -> int"},
     .summary = "The number of elements of a repeated field.",
     .behaviour = "Takes the whole field, without unnesting it; through several repeated levels it is the total.",
     .example = "arrays.length($e.principal.ip) > 2"},
    {.forms = {"arrays.max(list: numbers) -> float"},
     .summary = "The largest element.",
     .behaviour = "An empty list gives 0.",
     .example = "$o = arrays.max($ports)"},
    {.forms = {"arrays.min(list: numbers, [ignore_zeros: bool]) -> float"},
     .summary = "The smallest element.",
     .behaviour = "An empty list gives 0; with ignore_zeros, so does a list of zeros.",
     .example = "$o = arrays.min($ports, true)"},
    {.forms = {"arrays.size(list: list) -> int"},
     .summary = "The number of elements of a list value.",
     .behaviour = "",
     .example = "arrays.size(strings.split($e.target.url, \"/\"))"},
};

}  // namespace

std::span<const FunctionRow> arrays_rows() { return kRows; }

}  // namespace yaral::functions
