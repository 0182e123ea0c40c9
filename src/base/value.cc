#include "base/value.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <compare>
#include <functional>
#include <limits>

namespace yaral {
namespace {

// Kinds of one class compare by content, kinds of different classes by class.
enum class Class : std::uint8_t { kNull, kText, kNumber, kBool, kTimestamp, kDuration, kList, kMessage, kStruct };

Class class_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull: return Class::kNull;
    case ValueKind::kString:
    case ValueKind::kBytes: return Class::kText;
    case ValueKind::kInt:
    case ValueKind::kUint:
    case ValueKind::kFloat:
    case ValueKind::kEnum: return Class::kNumber;
    case ValueKind::kBool: return Class::kBool;
    case ValueKind::kTimestamp: return Class::kTimestamp;
    case ValueKind::kDuration: return Class::kDuration;
    case ValueKind::kList: return Class::kList;
    case ValueKind::kMessage: return Class::kMessage;
    case ValueKind::kStruct: return Class::kStruct;
  }
  return Class::kNull;
}

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

template <typename T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

// NaN comes before every number and equals itself, so that lists with NaN sort.
int compare_floats(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return static_cast<int>(std::isnan(b)) - static_cast<int>(std::isnan(a));
  return three_way(a, b);
}

int compare_int_float(std::int64_t i, double d) {
  if (std::isnan(d)) return 1;
  if (d >= kTwoTo63) return -1;
  if (d < -kTwoTo63) return 1;
  const double whole = std::trunc(d);
  const int order = three_way(i, static_cast<std::int64_t>(whole));
  return order != 0 ? order : three_way(0.0, d - whole);
}

int compare_uint_float(std::uint64_t u, double d) {
  if (u <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return compare_int_float(static_cast<std::int64_t>(u), d);
  }
  if (std::isnan(d) || d < kTwoTo63) return 1;
  if (d >= kTwoTo64) return -1;
  return three_way(u, static_cast<std::uint64_t>(d));
}

int compare_int_uint(std::int64_t i, std::uint64_t u) {
  return i < 0 ? -1 : three_way(static_cast<std::uint64_t>(i), u);
}

// Exact, whatever the kinds: no number is rounded to another's type. Null reads as 0.
int compare_numbers(const Value& a, const Value& b) {
  const bool a_float = a.kind() == ValueKind::kFloat;
  const bool b_float = b.kind() == ValueKind::kFloat;
  const bool a_uint = a.kind() == ValueKind::kUint;
  const bool b_uint = b.kind() == ValueKind::kUint;
  if (a_float && b_float) return compare_floats(a.as_float(), b.as_float());
  if (b_float)
    return a_uint ? compare_uint_float(a.as_uint(), b.as_float()) : compare_int_float(a.as_int(), b.as_float());
  if (a_float) return -compare_numbers(b, a);
  if (a_uint && b_uint) return three_way(a.as_uint(), b.as_uint());
  if (b_uint) return compare_int_uint(a.as_int(), b.as_uint());
  if (a_uint) return -compare_int_uint(b.as_int(), a.as_uint());
  return three_way(a.as_int(), b.as_int());
}

int compare_lists(std::span<const Value> a, std::span<const Value> b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (const int order = compare(a[i], b[i]); order != 0) return order;
  return three_way(a.size(), b.size());
}

int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  return x ^ (x >> 32);
}

std::uint64_t hash_float(double d) {
  const bool whole = std::trunc(d) == d;
  if (whole && d >= -kTwoTo63 && d < kTwoTo63) return mix(static_cast<std::uint64_t>(static_cast<std::int64_t>(d)));
  if (whole && d >= kTwoTo63 && d < kTwoTo64) return mix(static_cast<std::uint64_t>(d));
  if (std::isnan(d)) d = std::numeric_limits<double>::quiet_NaN();
  return mix(std::bit_cast<std::uint64_t>(d));
}

}  // namespace

double Value::to_double() const {
  switch (kind_) {
    case ValueKind::kInt:
    case ValueKind::kEnum:
    case ValueKind::kBool: return static_cast<double>(i_);
    case ValueKind::kUint: return static_cast<double>(u_);
    case ValueKind::kFloat: return d_;
    default: return 0.0;
  }
}

bool Value::is_zero() const {
  switch (kind_) {
    case ValueKind::kNull: return true;
    case ValueKind::kString:
    case ValueKind::kBytes:
    case ValueKind::kList: return extra_ == 0;
    case ValueKind::kFloat: return d_ == 0.0;
    case ValueKind::kUint: return u_ == 0;
    case ValueKind::kInt:
    case ValueKind::kBool:
    case ValueKind::kEnum: return i_ == 0;
    case ValueKind::kTimestamp:
    case ValueKind::kDuration: return i_ == 0 && extra_ == 0;
    case ValueKind::kMessage: return message_ == nullptr;
    case ValueKind::kStruct: return struct_ == nullptr;
  }
  return true;
}

bool equal(const Value& a, const Value& b) { return compare(a, b) == 0; }

int compare(const Value& a, const Value& b) {
  const Class a_class = class_of(a.kind());
  const Class b_class = class_of(b.kind());
  if (a_class != b_class && a_class != Class::kNull && b_class != Class::kNull) return three_way(a_class, b_class);
  switch (a_class == Class::kNull ? b_class : a_class) {
    case Class::kNull: return 0;
    case Class::kText: return three_way(a.as_text().compare(b.as_text()), 0);
    case Class::kNumber: return compare_numbers(a, b);
    case Class::kBool: return three_way(a.as_bool(), b.as_bool());
    case Class::kTimestamp:
    case Class::kDuration: return sign(a.as_timestamp() <=> b.as_timestamp());
    case Class::kList: return compare_lists(a.as_list(), b.as_list());
    case Class::kMessage: return three_way(a.as_message(), b.as_message());
    case Class::kStruct: return three_way(a.as_struct(), b.as_struct());
  }
  return 0;
}

std::uint64_t hash_value(const Value& v) {
  // All zero values are equal to null, so they share one hash.
  if (v.is_zero()) return mix(0);
  switch (v.kind()) {
    case ValueKind::kString:
    case ValueKind::kBytes: return std::hash<std::string_view>{}(v.as_text());
    case ValueKind::kUint: return mix(v.as_uint());
    case ValueKind::kFloat: return hash_float(v.as_float());
    case ValueKind::kTimestamp:
    case ValueKind::kDuration: {
      const Timestamp t = v.as_timestamp();
      return mix(mix(static_cast<std::uint64_t>(t.seconds)) + static_cast<std::uint64_t>(t.nanos));
    }
    case ValueKind::kList: {
      std::uint64_t h = v.as_list().size();
      for (const Value& item : v.as_list()) h = mix(h) + hash_value(item);
      return h;
    }
    case ValueKind::kMessage: return std::hash<const void*>{}(v.as_message());
    case ValueKind::kStruct: return std::hash<const void*>{}(v.as_struct());
    case ValueKind::kBool: return mix(1);
    default: return mix(static_cast<std::uint64_t>(v.as_int()));
  }
}

}  // namespace yaral
