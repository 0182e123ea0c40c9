#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yaral {

// Base64 with the standard alphabet and `=` padding (RFC 4648).
std::string base64_encode(std::string_view bytes);
// Takes the standard and the URL-safe alphabet, with or without padding. nullopt for any other character, a length that
// no encoder writes, or bits left over at the end that are not zero.
std::optional<std::string> base64_decode(std::string_view text);

// Two lower-case digits a byte.
std::string hex_encode(std::string_view bytes);
// Digits of either case; nullopt for an odd number of digits or anything else.
std::optional<std::string> hex_decode(std::string_view text);

}  // namespace yaral
