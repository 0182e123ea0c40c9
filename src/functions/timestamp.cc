#include <algorithm>
#include <optional>
#include <string>

#include "base/time_zone.h"
#include "functions/arguments.h"
#include "functions/civil_time.h"
#include "functions/registry.h"
#include "functions/wide.h"

namespace yaral::functions {
namespace {

struct PreparedZone : Prepared {
  explicit PreparedZone(const TimeZone& z) : zone(z) {}
  TimeZone zone;
};

template <std::size_t kIndex>
std::unique_ptr<const Prepared> prepare_zone(std::span<const Value> constants, bool) {
  if (!has(constants, kIndex) || constants[kIndex].is_null()) return nullptr;
  const auto zone = TimeZone::parse(text_of(constants[kIndex]));
  return zone ? std::make_unique<PreparedZone>(*zone) : nullptr;
}

// The zone in argument `index`; GMT when it is left out.
std::optional<TimeZone> zone_of(CallContext& context, Arguments a, std::size_t index, const Prepared* prepared) {
  if (prepared) return static_cast<const PreparedZone*>(prepared)->zone;
  if (!has(a, index)) return TimeZone{};
  const auto zone = TimeZone::parse(text_of(a[index]));
  if (!zone) context.notes.add("unknown time zone");
  return zone;
}

// The time in argument 0 in the zone in argument `zone_index`.
std::optional<CivilTime> civil(CallContext& context, Arguments a, std::size_t zone_index, const Prepared* prepared) {
  const auto zone = zone_of(context, a, zone_index, prepared);
  if (!zone) return std::nullopt;
  auto t = civil_time(int_of(a[0]), *zone);
  if (!t) context.notes.add("time outside of the years 1 to 9999");
  return t;
}

template <int (*kPart)(const CivilTime&)>
Value part(CallContext& context, Arguments a, const Prepared* prepared) {
  const auto t = civil(context, a, 1, prepared);
  return Value::integer(t ? kPart(*t) : 0);
}

int minute(const CivilTime& t) { return t.minute; }
int hour(const CivilTime& t) { return t.hour; }
int day_of_week(const CivilTime& t) { return t.weekday + 1; }
int week(const CivilTime& t) { return week_of_year(t, 0); }

Value as_unix_seconds(CallContext& context, Arguments a, const Prepared* prepared) {
  const auto zone = zone_of(context, a, 1, prepared);
  const auto local = parse_civil(text_of(a[0]));
  return Value::integer(zone && local ? zone->to_utc(*local) : 0);
}

Value current_seconds(CallContext& context, Arguments, const Prepared*) { return Value::integer(context.now_seconds); }

Value current_hours(CallContext& context, Arguments, const Prepared*) {
  return Value::integer(context.now_seconds / 3600);
}

Value get_date(CallContext& context, Arguments a, const Prepared* prepared) {
  const auto t = civil(context, a, 1, prepared);
  return t ? text_result(context, format_civil(*t, "%F").value_or("")) : Value::string("");
}

// Language reference 8.12: names that stand for formats.
struct NamedFormat {
  std::string_view name;
  std::string_view format;
};
constexpr NamedFormat kNamedFormats[] = {
    {"SECOND", "%F %T"}, {"MINUTE", "%F %H:%M"}, {"HOUR", "%F %H"}, {"DATE", "%F"},
    {"WEEK", "%F"},      {"MONTH", "%Y-%m"},     {"YEAR", "%Y"},
};

// Midnight of the Sunday on or before a date, on the zone's own calendar.
std::optional<CivilTime> sunday_of(const CivilTime& t) {
  return civil_time(t.utc_seconds + t.offset - t.weekday * 86400, TimeZone{});
}

Value get_timestamp(CallContext& context, Arguments a, const Prepared* prepared) {
  auto t = civil(context, a, 2, prepared);
  std::string_view format = has(a, 1) ? text_of(a[1]) : "%F %T";
  if (t && format == "WEEK") t = sunday_of(*t);
  if (!t) return Value::string("");
  const auto* named = std::ranges::find(kNamedFormats, format, &NamedFormat::name);
  if (named != std::end(kNamedFormats)) format = named->format;
  const auto text = format_civil(*t, format);
  if (!text) context.notes.add("unknown element in a time format");
  return text ? text_result(context, *text) : Value::string("");
}

struct FixedUnit {
  std::string_view name;
  std::int64_t seconds;
};
constexpr FixedUnit kFixedUnits[] = {
    {"SECOND", 1}, {"MINUTE", 60}, {"HOUR", 3600}, {"DAY", 86400}, {"WEEK", 7 * 86400},
};

Value diff(CallContext& context, Arguments a, const Prepared*) {
  const auto* unit = std::ranges::find(kFixedUnits, text_of(a[2]), &FixedUnit::name);
  if (unit == std::end(kFixedUnits)) {
    context.notes.add("unknown unit of time");
    return Value::integer(0);
  }
  return saturated_int((wide_of(a[0]) - wide_of(a[1])) / unit->seconds, context.notes);
}

std::optional<std::int64_t> truncated(const CivilTime& t, std::string_view unit) {
  const std::int64_t midnight = t.utc_seconds - (t.hour * 3600 + t.minute * 60 + t.second);
  if (unit == "SECOND") return t.utc_seconds;
  if (unit == "MINUTE") return t.utc_seconds - t.second;
  if (unit == "HOUR") return t.utc_seconds - t.minute * 60 - t.second;
  if (unit == "DAY") return midnight;
  if (unit == "WEEK") return midnight - t.weekday * 86400;
  if (unit == "MONTH") return midnight - (t.day - 1) * 86400;
  if (unit == "YEAR") return midnight - std::int64_t{t.day_of_year} * 86400;
  return std::nullopt;
}

Value truncate(CallContext& context, Arguments a, const Prepared*) {
  const auto t = civil_time(int_of(a[0]), TimeZone{});
  if (!t) {
    context.notes.add("time outside of the years 1 to 9999");
    return Value::integer(0);
  }
  const auto start = truncated(*t, text_of(a[1]));
  if (!start) context.notes.add("unknown unit of time");
  return Value::integer(start.value_or(0));
}

constexpr NamedImplementation kTable[] = {
    {"timestamp.as_unix_seconds", {as_unix_seconds, prepare_zone<1>}},
    {"timestamp.current_hours", {current_hours}},
    {"timestamp.current_seconds", {current_seconds}},
    {"timestamp.diff", {diff}},
    {"timestamp.get_date", {get_date, prepare_zone<1>}},
    {"timestamp.get_day_of_week", {part<day_of_week>, prepare_zone<1>}},
    {"timestamp.get_hour", {part<hour>, prepare_zone<1>}},
    {"timestamp.get_minute", {part<minute>, prepare_zone<1>}},
    {"timestamp.get_timestamp", {get_timestamp, prepare_zone<2>}},
    {"timestamp.get_week", {part<week>, prepare_zone<1>}},
    {"timestamp.now", {current_seconds}},
    {"timestamp.truncate", {truncate}},
};

}  // namespace

std::span<const NamedImplementation> timestamp_implementations() { return kTable; }

}  // namespace yaral::functions
