#pragma once

#include <array>
#include <span>
#include <string_view>

#include "functions/signatures/signature.h"

namespace yaral::functions {

// How a function is written down in the table. A form reads like a declaration:
//
//     re.capture(text: string, pattern: capture_regex) -> string
//
// `[name: type]` may be left out, `name...: type` repeats. Types are string, bytes, int, uint, float, number, bool,
// timestamp, any, `strings`, `floats`, `numbers`, `list` (of any) and those with a rule of their own: regex,
// capture_regex, cidr, zone, field (a whole repeated field).
struct FunctionRow {
  std::array<std::string_view, 2> forms;  // the second may be empty
  FunctionKind kind = FunctionKind::kScalar;
  std::string_view summary;
  std::string_view behaviour;
  std::string_view example;
  std::uint8_t places = kEverywhere;
  Availability availability = Availability::kBoth;
};

std::span<const FunctionRow> arrays_rows();
std::span<const FunctionRow> conversion_rows();  // bytes.*, cast.*, hash.*, optimization.*
std::span<const FunctionRow> math_rows();
std::span<const FunctionRow> metrics_rows();
std::span<const FunctionRow> net_rows();
std::span<const FunctionRow> re_rows();
std::span<const FunctionRow> strings_rows();
std::span<const FunctionRow> timestamp_rows();
std::span<const FunctionRow> aggregate_rows();  // and `if`
std::span<const FunctionRow> window_rows();

}  // namespace yaral::functions
