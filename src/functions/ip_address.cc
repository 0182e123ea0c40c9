#include "functions/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace yaral::functions {
namespace {

constexpr int kMappedBits = 96;
constexpr std::size_t kMappedBytes = kMappedBits / 8;
constexpr IpAddress kMappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_ipv4(const IpAddress& ip) { return std::equal(ip.begin(), ip.begin() + kMappedBytes, kMappedPrefix.begin()); }

bool parse_with(int family, std::string_view text, std::uint8_t* to) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size() || text.find('\0') != std::string_view::npos) return false;
  std::ranges::copy(text, terminated.begin());
  return inet_pton(family, terminated.data(), to) == 1;
}

}  // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
  IpAddress ip = kMappedPrefix;
  if (parse_with(AF_INET, text, ip.data() + kMappedBytes)) return ip;
  if (parse_with(AF_INET6, text.substr(0, text.find('%')), ip.data())) return ip;
  return std::nullopt;
}

bool CidrBlock::contains(const IpAddress& ip) const {
  // ::/0 is every IPv6 address, and no IPv4 address.
  if (prefix_bits < kMappedBits && is_ipv4(ip)) return false;
  const auto whole_bytes = static_cast<std::size_t>(prefix_bits / 8);
  if (!std::equal(ip.begin(), ip.begin() + whole_bytes, address.begin())) return false;
  const int bits = prefix_bits % 8;
  if (bits == 0) return true;
  return (ip[whole_bytes] ^ address[whole_bytes]) >> (8 - bits) == 0;
}

std::optional<CidrBlock> parse_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view address = text.substr(0, slash);
  const std::string_view length = text.substr(slash + 1);
  const auto ip = parse_ip(address);
  int bits = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (!ip || error != std::errc() || end != length.data() + length.size() || bits < 0) return std::nullopt;
  if (address.find(':') == std::string_view::npos) bits = bits <= 32 ? bits + kMappedBits : -1;
  if (bits < 0 || bits > 128) return std::nullopt;
  return CidrBlock{.address = *ip, .prefix_bits = bits};
}

}  // namespace yaral::functions
