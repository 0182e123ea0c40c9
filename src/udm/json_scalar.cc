#include "udm/json_scalar.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/encoding.h"

namespace yaral::udm {
namespace {

constexpr std::int32_t kNanosPerSecond = 1'000'000'000;
constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr std::int64_t kMaxDuration = 315'576'000'000;  // seconds in 10,000 years, the limit of the proto

std::optional<double> parse_double(std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (rest != end || text.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::nullopt;
  if (error != std::errc{} || !std::isfinite(number)) return std::nullopt;
  return number;
}

// Integers, also in the spellings `5.0` and `5e3` that proto JSON allows.
template <typename Integer>
std::optional<Integer> parse_integer(std::string_view text) {
  Integer number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc{} && rest == end) return number;
  const std::optional<double> d = parse_double(text);
  // Below 2^53 a double still tells all integers apart.
  if (!d || std::trunc(*d) != *d || std::abs(*d) >= 9007199254740992.0) return std::nullopt;
  if (*d < static_cast<double>(std::numeric_limits<Integer>::min())) return std::nullopt;
  if (*d > static_cast<double>(std::numeric_limits<Integer>::max())) return std::nullopt;
  return static_cast<Integer>(*d);
}

template <typename Integer>
std::optional<Value> signed_value(std::string_view text) {
  const std::optional<Integer> number = parse_integer<Integer>(text);
  if (!number) return std::nullopt;
  return Value::integer(*number);
}

template <typename Integer>
std::optional<Value> unsigned_value(std::string_view text) {
  const std::optional<Integer> number = parse_integer<Integer>(text);
  if (!number) return std::nullopt;
  return Value::unsigned_integer(*number);
}

std::optional<Value> floating_value(std::string_view text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") return Value::floating(std::numeric_limits<double>::quiet_NaN());
  if (text == "Infinity") return Value::floating(kInfinity);
  if (text == "-Infinity") return Value::floating(-kInfinity);
  const std::optional<double> number = parse_double(text);
  if (!number) return std::nullopt;
  return Value::floating(*number);
}

std::optional<Value> timestamp_value(Timestamp t) {
  if (t.seconds < kFirstSecond || t.seconds > kLastSecond || t.nanos < 0 || t.nanos >= kNanosPerSecond) {
    return std::nullopt;
  }
  return Value::timestamp(t);
}

// Seconds and nanos of a duration have the same sign.
std::optional<Value> duration_value(Timestamp d) {
  if (d.seconds < -kMaxDuration || d.seconds > kMaxDuration) return std::nullopt;
  if (d.nanos <= -kNanosPerSecond || d.nanos >= kNanosPerSecond) return std::nullopt;
  if ((d.seconds < 0 && d.nanos > 0) || (d.seconds > 0 && d.nanos < 0)) return std::nullopt;
  return Value::duration(d);
}

// A decimal number of seconds, digit by digit: a double has too few digits for nanoseconds since 1970. The sign goes to
// both parts.
std::optional<Timestamp> decimal_seconds(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  Timestamp t;
  const char* whole_end = text.data() + point;
  const auto [rest, error] = std::from_chars(text.data(), whole_end, t.seconds);
  if (error != std::errc{} || rest != whole_end || t.seconds < 0) return std::nullopt;
  std::int32_t unit = kNanosPerSecond / 10;
  for (const char c : text.substr(std::min(point + 1, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    t.nanos += unit * (c - '0');
    unit /= 10;
  }
  if (negative) t = {-t.seconds, -t.nanos};
  return t;
}

std::optional<Value> timestamp_from_seconds(std::string_view text) {
  std::optional<Timestamp> t = decimal_seconds(text);
  if (!t) {  // 1.7e9
    const std::optional<std::int64_t> seconds = parse_integer<std::int64_t>(text);
    if (!seconds) return std::nullopt;
    t = Timestamp{*seconds, 0};
  }
  if (t->nanos < 0) t = Timestamp{t->seconds - 1, t->nanos + kNanosPerSecond};
  return timestamp_value(*t);
}

std::optional<Value> duration_from_seconds(std::string_view text) {
  std::optional<Timestamp> d = decimal_seconds(text);
  if (!d) {  // 4.2e-05
    const std::optional<double> seconds = parse_double(text);
    if (!seconds || std::abs(*seconds) > kMaxDuration) return std::nullopt;
    const double whole = std::trunc(*seconds);
    d = Timestamp{static_cast<std::int64_t>(whole),
                  static_cast<std::int32_t>(std::llround((*seconds - whole) * kNanosPerSecond))};
  }
  return duration_value(*d);
}

std::optional<Value> enum_value(const FieldInfo& field, std::string_view name) {
  const std::optional<std::int32_t> number = enum_number(field.type_id, name);
  if (!number) return std::nullopt;
  return Value::enumerator(*number);
}

}  // namespace

std::optional<Value> scalar_from_string(const FieldInfo& field, std::string_view text, Arena& arena) {
  switch (field.type) {
    case FieldType::kString: return Value::string(text);
    case FieldType::kBytes: {
      const std::optional<std::string> bytes = base64_decode(text);
      return Value::bytes(bytes ? arena.copy(*bytes) : text);
    }
    case FieldType::kEnum: return enum_value(field, text);
    case FieldType::kInt32: return signed_value<std::int32_t>(text);
    case FieldType::kInt64: return signed_value<std::int64_t>(text);
    case FieldType::kUint32: return unsigned_value<std::uint32_t>(text);
    case FieldType::kUint64: return unsigned_value<std::uint64_t>(text);
    case FieldType::kFloat:
    case FieldType::kDouble: return floating_value(text);
    case FieldType::kTimestamp: {
      const std::optional<Timestamp> t = parse_timestamp(text);
      return t ? timestamp_value(*t) : std::nullopt;
    }
    case FieldType::kDuration:
      return text.ends_with('s') ? duration_from_seconds(text.substr(0, text.size() - 1)) : std::nullopt;
    case FieldType::kBool:
    case FieldType::kMessage:
    case FieldType::kStruct: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Value> scalar_from_number(const FieldInfo& field, std::string_view digits) {
  switch (field.type) {
    case FieldType::kInt32: return signed_value<std::int32_t>(digits);
    case FieldType::kInt64: return signed_value<std::int64_t>(digits);
    case FieldType::kUint32: return unsigned_value<std::uint32_t>(digits);
    case FieldType::kUint64: return unsigned_value<std::uint64_t>(digits);
    case FieldType::kFloat:
    case FieldType::kDouble: return floating_value(digits);
    case FieldType::kEnum: {
      const std::optional<std::int32_t> number = parse_integer<std::int32_t>(digits);
      if (!number) return std::nullopt;
      return Value::enumerator(*number);
    }
    case FieldType::kTimestamp: return timestamp_from_seconds(digits);
    case FieldType::kDuration: return duration_from_seconds(digits);
    case FieldType::kString:
    case FieldType::kBytes:
    case FieldType::kBool:
    case FieldType::kMessage:
    case FieldType::kStruct: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Value> scalar_from_literal(const FieldInfo& field, std::string_view literal) {
  if (literal == "null") return std::nullopt;
  if (literal != "true" && literal != "false") return scalar_from_number(field, literal);
  if (field.type != FieldType::kBool) return std::nullopt;
  return Value::boolean(literal == "true");
}

std::optional<Value> scalar_from_parts(const FieldInfo& field, std::string_view seconds, std::string_view nanos) {
  const auto s = seconds.empty() ? std::optional<std::int64_t>(0) : parse_integer<std::int64_t>(seconds);
  const auto n = nanos.empty() ? std::optional<std::int32_t>(0) : parse_integer<std::int32_t>(nanos);
  if (!s || !n) return std::nullopt;
  return field.type == FieldType::kTimestamp ? timestamp_value({*s, *n}) : duration_value({*s, *n});
}

}  // namespace yaral::udm
