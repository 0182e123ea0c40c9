#include "functions/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace yaral::functions {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;
constexpr double kLongestPlain = 1e21;
constexpr std::size_t kMostDecimals = 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// from_chars takes no plus sign, but takes "inf" and "nan".
std::optional<std::string_view> number_characters(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !(is_digit(digits.front()) || digits.front() == '.')) return std::nullopt;
  return text;
}

template <typename T>
std::optional<T> parse_whole(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string without_trailing_zeros(std::string text) {
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return text;
  if (text.size() > point + 1 + kMostDecimals) text.resize(point + 1 + kMostDecimals);
  text.resize(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::optional<double> parse_float(std::string_view text) {
  const auto number = number_characters(text);
  return number ? parse_whole<double>(*number) : std::nullopt;
}

std::optional<std::int64_t> parse_int(std::string_view text) {
  const auto number = number_characters(text);
  if (!number) return std::nullopt;
  if (const auto whole = parse_whole<std::int64_t>(*number)) return whole;
  const auto value = parse_whole<double>(*number);
  return value ? exact_int(*value) : std::nullopt;
}

std::optional<std::uint64_t> parse_uint(std::string_view text) {
  const auto number = number_characters(text);
  if (!number) return std::nullopt;
  if (const auto whole = parse_whole<std::uint64_t>(*number)) return whole;
  const auto value = parse_whole<double>(*number);
  return value ? exact_uint(*value) : std::nullopt;
}

std::optional<std::int64_t> exact_int(double d) {
  if (!(d >= -kTwoTo63 && d < kTwoTo63)) return std::nullopt;
  return static_cast<std::int64_t>(d);
}

std::optional<std::uint64_t> exact_uint(double d) {
  if (!(d > -1.0 && d < kTwoTo64)) return std::nullopt;
  return d < 0 ? 0 : static_cast<std::uint64_t>(d);
}

std::int64_t nearest_int(double d) {
  if (std::isnan(d)) return 0;
  if (const auto exact = exact_int(d)) return *exact;
  return d < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

std::string float_text(double d) {
  if (std::isnan(d)) return "nan";
  if (std::isinf(d)) return d < 0 ? "-inf" : "inf";
  std::array<char, 400> buffer;  // the longest fixed spelling, of 5e-324, has 326 characters
  const bool plain = std::abs(d) < kLongestPlain;
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), d, format);
  std::string text(buffer.data(), written.ptr);
  if (plain) text = without_trailing_zeros(std::move(text));
  return text == "-0" ? "0" : text;
}

}  // namespace yaral::functions
