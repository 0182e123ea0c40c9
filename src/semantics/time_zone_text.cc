#include "semantics/time_zone_text.h"

#include <algorithm>
#include <array>

namespace yaral::semantics {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// (+|-)H[H][:M[M]]
bool is_offset(std::string_view text) {
  text.remove_prefix(1);
  const std::size_t colon = text.find(':');
  const std::string_view hours = text.substr(0, colon);
  const auto number = [](std::string_view part) {
    return !part.empty() && part.size() <= 2 && std::ranges::all_of(part, is_digit);
  };
  if (!number(hours)) return false;
  return colon == std::string_view::npos || number(text.substr(colon + 1));
}

constexpr std::array<std::string_view, 4> kPlainNames = {"GMT", "UTC", "Zulu", "Z"};
constexpr std::array<std::string_view, 21> kAbbreviations = {"PST", "PDT", "MST",  "MDT",  "CST",  "CDT",  "EST",
                                                             "EDT", "CET", "CEST", "BST",  "IST",  "JST",  "MSK",
                                                             "WET", "EET", "AEST", "AEDT", "ACST", "AWST", "EEST"};

}  // namespace

std::string time_zone_problem(std::string_view text) {
  if (text.empty()) return "it is empty";
  if (text.front() == '+' || text.front() == '-') return is_offset(text) ? "" : "an offset is `+H`, `+HH` or `+HH:MM`";
  if (std::ranges::find(kAbbreviations, text) != kAbbreviations.end()) return "abbreviations are not supported";
  if (std::ranges::find(kPlainNames, text) != kPlainNames.end()) return {};
  const bool name = std::ranges::all_of(
      text, [](char c) { return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+'; });
  if (!name || !is_letter(text.front())) return "names are such as `America/New_York`";
  return {};
}

}  // namespace yaral::semantics
