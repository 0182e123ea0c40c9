#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "bench/random.h"

namespace yaral::bench {

struct Machine {
  std::string name;
  std::string user;
  std::string ip;
  std::uint64_t user_rid = 0;  // last part of the SID of `user`
};

// One entry of a table of the catalogue; the first ones most often.
template <typename Entry, std::size_t kSize>
const Entry& pick(const Entry (&from)[kSize], Random& random) {
  return from[random.rank(kSize)];
}

// Who and what made-up events are about.
class Cast {
 public:
  Cast(Random& random, std::uint64_t hosts) : random_(random), hosts_(hosts) {}

  // One of the machines; a few busy ones most often.
  Machine machine();
  // Replaces the % marks of a catalogue text.
  std::string filled(std::string_view text, const Machine& machine);

 private:
  Random& random_;
  std::uint64_t hosts_;
};

// Digests of the file at a path: name and hexadecimal digits. The same wherever the same path is met.
std::array<std::pair<std::string_view, std::string>, 3> hashes_of(std::string_view path);

}  // namespace yaral::bench
