#include "codesign/der.h"

#include <fmt/format.h>

namespace yaral::codesign {

std::optional<Der> take_der(std::string_view& rest) {
  if (rest.size() < 2) return std::nullopt;
  const auto byte = [&rest](std::size_t at) { return static_cast<unsigned char>(rest[at]); };
  if ((byte(0) & 0x1F) == 0x1F) return std::nullopt;
  std::size_t header = 2;
  std::size_t size = byte(1);
  if (size >= 0x80) {
    const std::size_t count = size & 0x7F;
    if (count == 0 || count > 4 || rest.size() < 2 + count) return std::nullopt;
    size = 0;
    for (std::size_t i = 0; i < count; ++i) size = (size << 8) | byte(2 + i);
    header += count;
  }
  if (size > rest.size() - header) return std::nullopt;
  const Der element{byte(0), rest.substr(header, size), rest.substr(0, header + size)};
  rest.remove_prefix(header + size);
  return element;
}

std::optional<Der> take_der(std::string_view& rest, std::uint8_t tag) {
  if (rest.empty() || static_cast<unsigned char>(rest.front()) != tag) return std::nullopt;
  return take_der(rest);
}

std::string object_id(std::string_view content) {
  std::string text;
  std::uint64_t number = 0;
  for (const char c : content) {
    if (number >> 56) return {};
    number = (number << 7) | (static_cast<unsigned char>(c) & 0x7F);
    if (static_cast<unsigned char>(c) & 0x80) continue;
    if (text.empty()) {
      const std::uint64_t first = number < 80 ? number / 40 : 2;
      text = fmt::format("{}.{}", first, number - first * 40);
    } else {
      text += fmt::format(".{}", number);
    }
    number = 0;
  }
  return text;
}

}  // namespace yaral::codesign
