#include "convert/cidr_pattern.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "functions/ip_address.h"

namespace yaral::convert {

namespace {

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
  constexpr unsigned kBitsBefore4 = 96;
  constexpr std::size_t kBytesBefore4 = 12;
  const bool single = block.find('/') == std::string_view::npos;
  const auto parsed = functions::parse_cidr(std::string(block) + (single ? "/32" : ""));
  if (!parsed || block.find(':') != std::string_view::npos) return {};
  const auto length = static_cast<unsigned>(parsed->prefix_bits) - kBitsBefore4;
  std::string out = "^";
  for (unsigned i = 0; i < 4; ++i) {
    const unsigned before = std::min(length, 8 * i);
    out += (i ? "\\." : "") + octet(parsed->address[kBytesBefore4 + i], std::min(8u, length - before));
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
