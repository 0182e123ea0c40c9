#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// Reading out of bytes that may lie about themselves: every offset and size is checked against what is there.
namespace yaral::codesign {

// Pieces of a file in the order they are digested.
using Parts = std::vector<std::string_view>;

inline std::optional<std::string_view> slice(std::string_view bytes, std::uint64_t offset, std::uint64_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return std::nullopt;
  return bytes.substr(offset, size);
}

template <std::unsigned_integral T>
std::optional<T> little(std::string_view bytes, std::uint64_t offset) {
  const auto part = slice(bytes, offset, sizeof(T));
  if (!part) return std::nullopt;
  T value = 0;
  for (std::size_t i = sizeof(T); i-- > 0;)
    value = static_cast<T>((value << 8) | static_cast<unsigned char>((*part)[i]));
  return value;
}

template <std::unsigned_integral T>
std::optional<T> big(std::string_view bytes, std::uint64_t offset) {
  const auto part = slice(bytes, offset, sizeof(T));
  if (!part) return std::nullopt;
  T value = 0;
  for (const char c : *part) value = static_cast<T>((value << 8) | static_cast<unsigned char>(c));
  return value;
}

// The text up to the first zero byte; nullopt when there is none.
inline std::optional<std::string_view> zero_ended(std::string_view bytes, std::uint64_t offset) {
  if (offset > bytes.size()) return std::nullopt;
  const std::string_view rest = bytes.substr(offset);
  const std::size_t end = rest.find('\0');
  if (end == std::string_view::npos) return std::nullopt;
  return rest.substr(0, end);
}

}  // namespace yaral::codesign
