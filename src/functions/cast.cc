#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "functions/arguments.h"
#include "functions/number_text.h"
#include "functions/registry.h"
#include "functions/wide.h"

namespace yaral::functions {
namespace {

bool is_text(const Value& v) { return v.kind() == ValueKind::kString || v.kind() == ValueKind::kBytes; }

Value as_bool(CallContext&, Arguments a, const Prepared*) {
  if (is_text(a[0])) return Value::boolean(ascii_equal_nocase(text_of(a[0]), "true"));
  return Value::boolean(a[0].to_double() == 1.0);
}

// The text of a number without the decimals after the seventh. Numbers with an exponent stay as they are.
std::string_view with_seven_decimals(std::string_view text) {
  constexpr std::size_t kDecimals = 7;
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos || text.find_first_of("eE") != std::string_view::npos) return text;
  return text.substr(0, point + 1 + kDecimals);
}

// Language reference 8.3: "1.012345678" gives 1.0123456.
Value as_float(CallContext&, Arguments a, const Prepared*) {
  if (!is_text(a[0])) return Value::floating(a[0].to_double());
  if (!parse_float(text_of(a[0]))) return Value::floating(0.0);
  return Value::floating(parse_float(with_seven_decimals(text_of(a[0]))).value_or(0.0));
}

Value as_int(CallContext&, Arguments a, const Prepared*) {
  if (is_text(a[0])) return Value::integer(parse_int(text_of(a[0])).value_or(0));
  if (a[0].kind() == ValueKind::kFloat) return Value::integer(exact_int(a[0].as_float()).value_or(0));
  const Wide number = wide_of(a[0]);
  return Value::integer(number > INT64_MAX ? 0 : static_cast<std::int64_t>(number));
}

Value as_uint(CallContext&, Arguments a, const Prepared*) {
  if (is_text(a[0])) return Value::unsigned_integer(parse_uint(text_of(a[0])).value_or(0));
  if (a[0].kind() == ValueKind::kFloat) return Value::unsigned_integer(exact_uint(a[0].as_float()).value_or(0));
  return Value::unsigned_integer(static_cast<std::uint64_t>(std::max<Wide>(wide_of(a[0]), 0)));
}

Value as_string(CallContext& context, Arguments a, const Prepared*) {
  if (!is_text(a[0])) return text_result(context, to_text(a[0]));
  if (is_utf8(a[0].as_text())) return Value::string(a[0].as_text());
  return Value::string(has(a, 1) ? text_of(a[1]) : std::string_view{});
}

constexpr NamedImplementation kTable[] = {
    {"cast.as_bool", {as_bool}},     {"cast.as_float", {as_float}}, {"cast.as_int", {as_int}},
    {"cast.as_string", {as_string}}, {"cast.as_uint", {as_uint}},
};

}  // namespace

std::span<const NamedImplementation> cast_implementations() { return kTable; }

}  // namespace yaral::functions
