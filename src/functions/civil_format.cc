#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "functions/arguments.h"
#include "functions/civil_time.h"

namespace yaral::functions {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

struct IsoWeek {
  int year;
  int week;
};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
int days_in(int year) { return is_leap(year) ? 366 : 365; }

// ISO 8601: weeks begin on Monday and belong to the year that has their Thursday.
IsoWeek iso_week(const CivilTime& t) {
  const int monday_based = (t.weekday + 6) % 7;
  int year = t.year;
  int thursday = t.day_of_year - monday_based + 3;
  if (thursday < 0) {
    --year;
    thursday += days_in(year);
  } else if (thursday >= days_in(year)) {
    thursday -= days_in(year);
    ++year;
  }
  return {.year = year, .week = thursday / 7 + 1};
}

std::string padded(std::int64_t number, std::size_t width, char pad = '0') {
  std::string text = std::to_string(number);
  return text.size() < width ? text.insert(0, width - text.size(), pad) : text;
}

std::string short_name(std::string_view name) { return std::string(name.substr(0, 3)); }
int twelve_hour(const CivilTime& t) { return t.hour % 12 == 0 ? 12 : t.hour % 12; }

std::string offset_text(const CivilTime& t, std::string_view separator) {
  const std::int64_t minutes = std::abs(t.offset) / 60;
  return (t.offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + std::string(separator) + padded(minutes % 60, 2);
}

std::string zone_name(const CivilTime& t) {
  if (t.offset == 0) return "UTC";
  const std::int64_t minutes = std::abs(t.offset) / 60;
  const std::string name = (t.offset < 0 ? "UTC-" : "UTC+") + std::to_string(minutes / 60);
  return minutes % 60 == 0 ? name : name + ":" + padded(minutes % 60, 2);
}

struct Element {
  char letter;
  std::string (*text)(const CivilTime&);
};

constexpr Element kElements[] = {
    {'A', [](const CivilTime& t) { return std::string(kWeekdays[static_cast<std::size_t>(t.weekday)]); }},
    {'a', [](const CivilTime& t) { return short_name(kWeekdays[static_cast<std::size_t>(t.weekday)]); }},
    {'B', [](const CivilTime& t) { return std::string(kMonths[static_cast<std::size_t>(t.month - 1)]); }},
    {'b', [](const CivilTime& t) { return short_name(kMonths[static_cast<std::size_t>(t.month - 1)]); }},
    {'h', [](const CivilTime& t) { return short_name(kMonths[static_cast<std::size_t>(t.month - 1)]); }},
    {'C', [](const CivilTime& t) { return padded(t.year / 100, 2); }},
    {'d', [](const CivilTime& t) { return padded(t.day, 2); }},
    {'e', [](const CivilTime& t) { return padded(t.day, 2, ' '); }},
    {'G', [](const CivilTime& t) { return padded(iso_week(t).year, 4); }},
    {'g', [](const CivilTime& t) { return padded(iso_week(t).year % 100, 2); }},
    {'H', [](const CivilTime& t) { return padded(t.hour, 2); }},
    {'I', [](const CivilTime& t) { return padded(twelve_hour(t), 2); }},
    {'j', [](const CivilTime& t) { return padded(t.day_of_year + 1, 3); }},
    {'k', [](const CivilTime& t) { return padded(t.hour, 2, ' '); }},
    {'l', [](const CivilTime& t) { return padded(twelve_hour(t), 2, ' '); }},
    {'M', [](const CivilTime& t) { return padded(t.minute, 2); }},
    {'m', [](const CivilTime& t) { return padded(t.month, 2); }},
    {'n', [](const CivilTime&) { return std::string("\n"); }},
    {'P', [](const CivilTime& t) { return std::string(t.hour < 12 ? "am" : "pm"); }},
    {'p', [](const CivilTime& t) { return std::string(t.hour < 12 ? "AM" : "PM"); }},
    {'Q', [](const CivilTime& t) { return std::to_string((t.month + 2) / 3); }},
    {'S', [](const CivilTime& t) { return padded(t.second, 2); }},
    {'s', [](const CivilTime& t) { return std::to_string(t.utc_seconds); }},
    {'t', [](const CivilTime&) { return std::string("\t"); }},
    {'U', [](const CivilTime& t) { return padded(week_of_year(t, 0), 2); }},
    {'u', [](const CivilTime& t) { return std::to_string(t.weekday == 0 ? 7 : t.weekday); }},
    {'V', [](const CivilTime& t) { return padded(iso_week(t).week, 2); }},
    {'W', [](const CivilTime& t) { return padded(week_of_year(t, 1), 2); }},
    {'w', [](const CivilTime& t) { return std::to_string(t.weekday); }},
    {'Y', [](const CivilTime& t) { return padded(t.year, 4); }},
    {'y', [](const CivilTime& t) { return padded(t.year % 100, 2); }},
    {'Z', zone_name},
    {'z', [](const CivilTime& t) { return offset_text(t, ""); }},
    {'%', [](const CivilTime&) { return std::string("%"); }},
};

// Elements that stand for several.
struct Shorthand {
  std::string_view name;
  std::string_view format;
};
constexpr Shorthand kShorthands[] = {
    {"c", "%a %b %e %T %Y"}, {"D", "%m/%d/%y"}, {"F", "%Y-%m-%d"}, {"R", "%H:%M"},
    {"T", "%H:%M:%S"},       {"X", "%H:%M:%S"}, {"x", "%m/%d/%y"}, {"E4Y", "%Y"},
};

// Adds the element that `rest` begins with, and takes it away; false when there is no such element. A shorthand is
// formatted by a call of its own; the deepest is %c, whose %T has only elements.
bool add_element(std::string& out, const CivilTime& t, std::string_view& rest) {
  if (rest.starts_with("Ez")) {
    out += offset_text(t, ":");
    rest.remove_prefix(2);
    return true;
  }
  for (const Shorthand& s : kShorthands) {
    if (!rest.starts_with(s.name)) continue;
    const auto text = format_civil(t, s.format);
    if (text) out += *text;
    rest.remove_prefix(s.name.size());
    return text.has_value();
  }
  const auto* element =
      rest.empty() ? std::end(kElements) : std::ranges::find(kElements, rest.front(), &Element::letter);
  if (element == std::end(kElements)) return false;
  out += element->text(t);
  rest.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<std::string> format_civil(const CivilTime& t, std::string_view format) {
  std::string out;
  while (!format.empty() && out.size() <= kMostTextBytes) {
    const std::size_t percent = std::min(format.find('%'), format.size());
    out.append(format.substr(0, percent));
    format.remove_prefix(percent);
    if (format.empty()) break;
    format.remove_prefix(1);
    if (!add_element(out, t, format)) return std::nullopt;
  }
  return out;
}

}  // namespace yaral::functions
