#include "semantics/ip_text.h"

#include <arpa/inet.h>

#include <charconv>

#include <fmt/format.h>

namespace yaral::semantics {

std::string cidr_problem(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return "it has no `/` with a number of bits";
  const std::string address(text.substr(0, slash));
  const std::string_view bits = text.substr(slash + 1);
  unsigned char parsed[16];
  const bool v4 = inet_pton(AF_INET, address.c_str(), parsed) == 1;
  const bool v6 = inet_pton(AF_INET6, address.c_str(), parsed) == 1;
  if (address.find('\0') != std::string::npos || (!v4 && !v6)) return fmt::format("`{}` is no IP address", address);
  int length = -1;
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), length);
  const int most = v4 ? 32 : 128;
  if (error != std::errc() || end != bits.data() + bits.size() || length < 0 || length > most)
    return fmt::format("the number of bits is 0 to {}", most);
  return {};
}

}  // namespace yaral::semantics
