#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "functions/arguments.h"
#include "functions/number_text.h"
#include "functions/registry.h"
#include "functions/wide.h"

namespace yaral::functions {
namespace {

double finite_or_zero(double d) { return std::isfinite(d) ? d : 0.0; }

bool is_float(const Value& v) { return v.kind() == ValueKind::kFloat; }

Value abs(CallContext& context, Arguments a, const Prepared*) {
  if (is_float(a[0])) return Value::floating(std::abs(a[0].as_float()));
  if (a[0].kind() == ValueKind::kUint) return a[0];
  const Wide number = wide_of(a[0]);
  return saturated_int(number < 0 ? -number : number, context.notes);
}

// A whole number as an int; 0 where an int cannot hold it (language reference 8.6).
Value whole(const Value& v, double (*step)(double)) {
  if (is_float(v)) return Value::integer(exact_int(step(v.as_float())).value_or(0));
  const Wide number = wide_of(v);
  return Value::integer(number > std::numeric_limits<std::int64_t>::max() ? 0 : static_cast<std::int64_t>(number));
}

Value ceil(CallContext&, Arguments a, const Prepared*) {
  return whole(a[0], [](double d) { return std::ceil(d); });
}

Value floor(CallContext&, Arguments a, const Prepared*) {
  return whole(a[0], [](double d) { return std::floor(d); });
}

bool is_coordinate(double degrees, double limit) { return degrees >= -limit && degrees <= limit; }

// Great-circle distance by the haversine formula.
Value geo_distance(CallContext&, Arguments a, const Prepared*) {
  constexpr double kEarthRadius = 6371010;
  constexpr double kRadians = std::numbers::pi / 180;
  const double lon1 = a[0].to_double();
  const double lat1 = a[1].to_double();
  const double lon2 = a[2].to_double();
  const double lat2 = a[3].to_double();
  if (!is_coordinate(lon1, 180) || !is_coordinate(lon2, 180) || !is_coordinate(lat1, 90) || !is_coordinate(lat2, 90))
    return Value::floating(-1);
  const double lat_sine = std::sin((lat2 - lat1) * kRadians / 2);
  const double lon_sine = std::sin((lon2 - lon1) * kRadians / 2);
  const double h = lat_sine * lat_sine + std::cos(lat1 * kRadians) * std::cos(lat2 * kRadians) * lon_sine * lon_sine;
  return Value::floating(2 * kEarthRadius * std::asin(std::sqrt(std::min(1.0, h))));
}

Value is_increasing(CallContext&, Arguments a, const Prepared*) {
  return Value::boolean(compare(a[0], a[1]) < 0 && compare(a[1], a[2]) < 0);
}

Value log(CallContext& context, Arguments a, const Prepared*) {
  const double number = a[0].to_double();
  if (number > 0) return Value::floating(finite_or_zero(std::log(number)));
  context.notes.add("logarithm of a number that is not above 0");
  return Value::floating(0);
}

Value pow(CallContext&, Arguments a, const Prepared*) {
  return Value::floating(finite_or_zero(std::pow(a[0].to_double(), a[1].to_double())));
}

// SplitMix64.
Value random(CallContext& context, Arguments, const Prepared*) {
  std::uint64_t x = context.random_state += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  x ^= x >> 31;
  constexpr double kTwoTo53 = 9007199254740992.0;
  return Value::floating(static_cast<double>(x >> 11) / kTwoTo53);
}

double round_float(double number, std::int64_t places) {
  constexpr std::int64_t kGreatestExponent = 308;
  if (places < -kGreatestExponent) return 0;
  const double scale = std::pow(10.0, static_cast<double>(places < 0 ? -places : places));
  const double scaled = places < 0 ? number / scale : number * scale;
  const double rounded = places < 0 ? std::round(scaled) * scale : std::round(scaled) / scale;
  // So many places or so great a number that nothing is left to round.
  return std::isfinite(scaled) && std::isfinite(rounded) ? rounded : number;
}

// To a multiple of 10^places; halves away from zero.
Wide round_whole(Wide number, std::int64_t places) {
  constexpr std::int64_t kMostPlaces = 20;  // 10^20 is above every int and uint
  if (places > kMostPlaces) return 0;
  Wide unit = 1;
  for (std::int64_t i = 0; i < places; ++i) unit *= 10;
  const Wide half = unit / 2;
  return (number < 0 ? number - half : number + half) / unit * unit;
}

Value round(CallContext& context, Arguments a, const Prepared*) {
  const std::int64_t places = has(a, 1) ? int_of(a[1]) : 0;
  if (is_float(a[0])) return Value::floating(round_float(a[0].as_float(), places));
  if (places >= 0) return a[0].is_null() ? Value::integer(0) : a[0];
  const Wide rounded = round_whole(wide_of(a[0]), places < -100 ? 100 : -places);
  return a[0].kind() == ValueKind::kUint ? saturated_uint(rounded, context.notes)
                                         : saturated_int(rounded, context.notes);
}

Value sqrt(CallContext&, Arguments a, const Prepared*) {
  const double number = a[0].to_double();
  return Value::floating(number > 0 ? finite_or_zero(std::sqrt(number)) : 0.0);
}

constexpr NamedImplementation kTable[] = {
    {"math.abs", {abs}},
    {"math.ceil", {ceil}},
    {"math.floor", {floor}},
    {"math.geo_distance", {geo_distance}},
    {"math.is_increasing", {is_increasing}},
    {"math.log", {log}},
    {"math.pow", {pow}},
    {"math.random", {random}},
    {"math.round", {round}},
    {"math.sqrt", {sqrt}},
};

}  // namespace

std::span<const NamedImplementation> math_implementations() { return kTable; }

}  // namespace yaral::functions
