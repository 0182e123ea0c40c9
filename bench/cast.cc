#include "bench/cast.h"

#include <iterator>

#include "bench/catalogue.h"
#include "bench/json_line.h"

namespace yaral::bench {

namespace {

std::uint64_t seed_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

}  // namespace

Machine Cast::machine() {
  const std::uint64_t number = random_.rank(hosts_);
  const std::string_view department = kDepartments[number % std::size(kDepartments)];
  const std::string digits = std::to_string(number);
  const std::string user = "user" + digits;
  return {"ws-" + std::string(department) + "-" + digits + ".corp.example", user,
          "10." + std::to_string(number >> 8) + "." + std::to_string(number & 255) + ".17",
          1000 + seed_of(user) % 90'000};
}

std::string Cast::filled(std::string_view text, const Machine& machine) {
  std::string out;
  out.reserve(2 * text.size() + 32);
  for (std::size_t at; (at = text.find('%')) != std::string_view::npos && at + 1 < text.size();) {
    out += text.substr(0, at);
    switch (text[at + 1]) {
      case 'n': append_number(out, random_.rank(100'000'000)); break;
      case 'h': append_hex(out, random_.next(), 8); break;
      case 'g': append_guid(out, random_.next(), random_.next()); break;
      case 'u': out += machine.user; break;
      default: out += kWords[random_.rank(std::size(kWords))];
    }
    text.remove_prefix(at + 2);
  }
  return out += text;
}

std::array<std::pair<std::string_view, std::string>, 3> hashes_of(std::string_view path) {
  std::array<std::pair<std::string_view, std::string>, 3> hashes = {{{"md5", {}}, {"sha1", {}}, {"sha256", {}}}};
  constexpr std::array<int, 3> kDigits = {32, 40, 64};
  Random of_path(seed_of(path));
  for (std::size_t i = 0; i < hashes.size(); ++i)
    for (int left = kDigits[i]; left > 0; left -= 16)
      append_hex(hashes[i].second, of_path.next(), left < 16 ? left : 16);
  return hashes;
}

}  // namespace yaral::bench
