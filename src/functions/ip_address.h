#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace yaral::functions {

// An IPv4 or IPv6 address as 16 bytes; IPv4 as ::ffff:a.b.c.d, so that both spellings of one address are equal.
using IpAddress = std::array<std::uint8_t, 16>;

// Dotted decimal without leading zeros, or RFC 4291 text; a zone such as `%eth0` is ignored. nullopt for anything else.
std::optional<IpAddress> parse_ip(std::string_view text);

// A block of addresses: `10.0.0.0/8`, `2001:db8::/32`. Bits below the prefix do not matter.
struct CidrBlock {
  IpAddress address{};
  int prefix_bits = 0;  // of the 128

  bool contains(const IpAddress& ip) const;
};

// nullopt without a prefix length or with one that the address does not have.
std::optional<CidrBlock> parse_cidr(std::string_view text);

}  // namespace yaral::functions
