#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace yaral::convert {

// A template filled in: {0} to {9} stand for the arguments; braces around anything else are text.
std::string fill(std::string_view text, std::span<const std::string> arguments);

template <typename... Texts>
std::string fill_in(std::string_view text, const Texts&... arguments) {
  const std::array<std::string, sizeof...(arguments)> all{std::string(arguments)...};
  return fill(text, all);
}

// The text with each line moved to the right.
std::string indented(std::string_view text);

}  // namespace yaral::convert
