#include "semantics/time_zone_text.h"

#include <algorithm>
#include <array>

#include "base/time_zone.h"

namespace yaral::semantics {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr std::array<std::string_view, 4> kPlainNames = {"GMT", "UTC", "Zulu", "Z"};
constexpr std::array<std::string_view, 21> kAbbreviations = {"PST", "PDT", "MST",  "MDT",  "CST",  "CDT",  "EST",
                                                             "EDT", "CET", "CEST", "BST",  "IST",  "JST",  "MSK",
                                                             "WET", "EET", "AEST", "AEDT", "ACST", "AWST", "EEST"};

}  // namespace

std::string time_zone_problem(std::string_view text) {
  if (text.empty()) return "it is empty";
  if (text.front() == '+' || text.front() == '-')
    return TimeZone::parse(text) ? "" : "an offset is `+H`, `+HH` or `+HH:MM`, up to 14 hours";
  if (std::ranges::find(kAbbreviations, text) != kAbbreviations.end()) return "abbreviations are not supported";
  if (std::ranges::find(kPlainNames, text) != kPlainNames.end()) return {};
  const bool name = std::ranges::all_of(
      text, [](char c) { return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+'; });
  if (!name || !is_letter(text.front())) return "names are such as `America/New_York`";
  if (!TimeZone::parse(text) && !TimeZone::names().empty()) return "no zone has this name";
  return {};
}

}  // namespace yaral::semantics
