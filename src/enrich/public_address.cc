#include "enrich/public_address.h"

#include <algorithm>
#include <vector>

namespace yaral::enrich {

using functions::CidrBlock;
using functions::IpAddress;

namespace {

const CidrBlock& mapped() {
  static const CidrBlock block = *functions::parse_cidr("0.0.0.0/0");
  return block;
}

}  // namespace

bool is_ipv4(const IpAddress& ip) { return mapped().contains(ip); }

bool is_public(const IpAddress& ip) {
  static const std::vector<CidrBlock> special = [] {
    std::vector<CidrBlock> blocks;
    for (const char* text :
         {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
          "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"})
      blocks.push_back(*functions::parse_cidr(text));
    return blocks;
  }();
  return std::ranges::none_of(special, [&](const CidrBlock& block) { return block.contains(ip); });
}

}  // namespace yaral::enrich
