#include "convert/cidr_pattern.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"

namespace yaral::convert {

namespace {

std::optional<unsigned> number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return {};
  return value;
}

// One of the numbers from `first` on that have the same `bits` of 8.
std::string octet(unsigned first, unsigned bits) {
  if (bits == 0) return "[0-9]{1,3}";
  const unsigned count = 1u << (8 - bits);
  first &= ~(count - 1);
  if (count == 1) return std::to_string(first);
  std::vector<std::string> numbers;
  for (unsigned i = 0; i < count; ++i) numbers.push_back(std::to_string(first + i));
  return fmt::format("(?:{})", fmt::join(numbers, "|"));
}

}  // namespace

std::optional<std::string> cidr_pattern(std::string_view block) {
  const auto slash = block.find('/');
  const auto length = slash == std::string_view::npos ? 32u : number(block.substr(slash + 1), 32);
  const std::vector<std::string_view> octets = split(block.substr(0, slash), '.');
  if (!length || octets.size() != 4) return {};
  std::string out = "^";
  for (unsigned i = 0; i < 4; ++i) {
    const auto value = number(octets[i], 255);
    if (!value) return {};
    const unsigned before = std::min(*length, 8 * i);
    out += (i ? "\\." : "") + octet(*value, std::min(8u, *length - before));
  }
  return out + '$';
}

Filter with_cidr_patterns(const Filter& filter) {
  Filter out = filter;
  for (Filter& arg : out.args) arg = with_cidr_patterns(arg);
  if (!out.is(Filter::Op::kCidr)) return out;
  std::vector<std::string> patterns;
  for (const std::string& block : out.values) {
    const auto pattern = cidr_pattern(block);
    if (!pattern) return out;
    patterns.push_back(*pattern);
  }
  out.op = Filter::Op::kRegex;
  out.values = std::move(patterns);
  return out;
}

}  // namespace yaral::convert
