#include "base/time_zone.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <exception>

#include <date/tz.h>

namespace yaral {
namespace {

std::optional<int> two_digits(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 2 || text.front() == '-') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// (+|-)H[H][:M[M]]
std::optional<std::int64_t> parse_offset(std::string_view text) {
  constexpr int kMostMinutes = 14 * 60;
  const std::size_t colon = text.find(':');
  const auto hours = two_digits(text.substr(1, std::min(colon, text.size()) - 1));
  const auto minutes = colon == std::string_view::npos ? 0 : two_digits(text.substr(colon + 1));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > kMostMinutes) return std::nullopt;
  const std::int64_t seconds = (*hours * 60 + *minutes) * 60;
  return text.front() == '-' ? -seconds : seconds;
}

constexpr std::array<std::string_view, 4> kGmtNames = {"", "GMT", "UTC", "Z"};

// EST, MST, CET and the like are in tzdata, but the language does not take abbreviations.
bool is_abbreviation(std::string_view name) {
  return name.size() <= 5 && std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

std::optional<TimeZone> TimeZone::parse(std::string_view text) {
  TimeZone zone;
  if (std::ranges::find(kGmtNames, text) != kGmtNames.end()) return zone;
  if (text.front() == '+' || text.front() == '-') {
    const auto offset = parse_offset(text);
    if (!offset) return std::nullopt;
    zone.offset_ = *offset;
    return zone;
  }
  if (is_abbreviation(text)) return std::nullopt;
  try {
    zone.zone_ = date::locate_zone(text);
  } catch (const std::exception&) {  // no such zone, or no tzdata on this machine
    return std::nullopt;
  }
  return zone;
}

std::vector<std::string> TimeZone::names() {
  std::vector<std::string> names;
  try {
    for (const date::time_zone& zone : date::get_tzdb().zones) names.emplace_back(zone.name());
  } catch (const std::exception&) {  // no tzdata on this machine
    names.clear();
  }
  return names;
}

std::int64_t TimeZone::offset_at(std::int64_t utc_seconds) const {
  if (!zone_) return offset_;
  return zone_->get_info(date::sys_seconds(std::chrono::seconds(utc_seconds))).offset.count();
}

std::int64_t TimeZone::to_utc(std::int64_t local_seconds) const {
  if (!zone_) return local_seconds - offset_;
  const auto info = zone_->get_info(date::local_seconds(std::chrono::seconds(local_seconds)));
  return local_seconds - info.first.offset.count();
}

}  // namespace yaral
