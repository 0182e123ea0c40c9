#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "functions/ip_address.h"

namespace yaral::enrich::mmdb {

// Values as the MaxMind DB format writes them (specification 2.0, "Data section").

inline std::string big_endian(std::uint64_t number, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(number >> (8 * i));
  return out;
}

inline std::string head(unsigned type, std::size_t size) {
  std::string out(1, static_cast<char>((type < 8 ? type << 5 : 0) | (size < 29 ? size : 29)));
  if (type >= 8) out += static_cast<char>(type - 7);
  if (size >= 29) out += static_cast<char>(size - 29);
  return out;
}

inline std::string text(std::string_view value) { return head(2, value.size()).append(value); }
inline std::string number(double value) { return head(3, 8) + big_endian(std::bit_cast<std::uint64_t>(value), 8); }
inline std::string uint16(std::uint16_t value) { return head(5, 2) + big_endian(value, 2); }
inline std::string uint32(std::uint32_t value) { return head(6, 4) + big_endian(value, 4); }
inline std::string uint64(std::uint64_t value) { return head(9, 8) + big_endian(value, 8); }

inline std::string list(const std::vector<std::string>& items) {
  std::string out = head(11, items.size());
  for (const std::string& item : items) out += item;
  return out;
}

inline std::string map(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out = head(7, members.size());
  for (const auto& [name, value] : members) out += text(name) + value;
  return out;
}

// `{"names": {"en": name}}`
inline std::string named(std::string_view name) { return map({{"names", map({{"en", text(name)}})}}); }

// A whole database: a value for each network, which must not overlap. IPv4 networks alone make an IPv4 tree.
class Writer {
 public:
  void add(std::string_view cidr, std::string value) {
    const functions::CidrBlock block = *functions::parse_cidr(cidr);
    const bool v4 = cidr.find(':') == std::string_view::npos;
    v6_ |= !v4;
    std::string bits;
    for (int i = v4 ? 96 : 0; i < block.prefix_bits; ++i)
      bits += (block.address[static_cast<std::size_t>(i / 8)] >> (7 - i % 8) & 1) != 0 ? '1' : '0';
    networks_.push_back({v4, bits, std::move(value)});
  }

  std::string file() const {
    std::vector<Node> nodes(1);
    std::string data;
    std::vector<std::pair<std::size_t, int>> leaves;
    std::vector<std::size_t> offsets;
    for (const Network& network : networks_) {
      const std::string bits = (v6_ && network.v4 ? std::string(96, '0') : std::string()) + network.bits;
      std::size_t at = 0;
      for (std::size_t i = 0; i + 1 < bits.size(); ++i) {
        const int side = bits[i] - '0';
        if (nodes[at][side] == 0) {
          nodes[at][side] = nodes.size();
          nodes.emplace_back();
        }
        at = nodes[at][side];
      }
      leaves.emplace_back(at, bits.back() - '0');
      offsets.push_back(data.size());
      data += network.value;
    }
    // 0 stands for what is not there yet: the root is nobody's child.
    for (Node& node : nodes)
      for (std::size_t& record : node)
        if (record == 0) record = nodes.size();
    for (std::size_t i = 0; i < leaves.size(); ++i)
      nodes[leaves[i].first][leaves[i].second] = nodes.size() + 16 + offsets[i];
    std::string out;
    for (const Node& node : nodes)
      for (const std::size_t record : node) out += big_endian(record, 4);
    out.append(16, '\0').append(data).append("\xab\xcd\xefMaxMind.com");
    return out + map({{"node_count", uint32(static_cast<std::uint32_t>(nodes.size()))},
                      {"record_size", uint16(32)},
                      {"ip_version", uint16(v6_ ? 6 : 4)},
                      {"database_type", text("Test")},
                      {"languages", list({text("en")})},
                      {"binary_format_major_version", uint16(2)},
                      {"binary_format_minor_version", uint16(0)},
                      {"build_epoch", uint64(1'772'000'000)},
                      {"description", map({{"en", text("made by a test")}})}});
  }

 private:
  using Node = std::array<std::size_t, 2>;
  struct Network {
    bool v4;
    std::string bits;
    std::string value;
  };
  std::vector<Network> networks_;
  bool v6_ = false;
};

}  // namespace yaral::enrich::mmdb
