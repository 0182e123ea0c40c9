#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yaral::functions {

// A decimal number such as `12`, `-1.5`, `+3e4`: the whole text, no blanks, no infinities. nullopt for anything else and
// for what a double cannot hold.
std::optional<double> parse_float(std::string_view text);
// The same as an int, exact where the text is a whole number; fractions are cut off. nullopt outside of 64 bits.
std::optional<std::int64_t> parse_int(std::string_view text);
std::optional<std::uint64_t> parse_uint(std::string_view text);

// Fractions cut off; nullopt for NaN and outside of 64 bits.
std::optional<std::int64_t> exact_int(double d);
std::optional<std::uint64_t> exact_uint(double d);
// The same with the nearest int outside of 64 bits, and 0 for NaN.
std::int64_t nearest_int(double d);

// Shortest spelling that reads back as `d`, without decimals for whole numbers and with at most 16; from 1e21 on with
// an exponent (language reference 8.11, strings.concat).
std::string float_text(double d);

}  // namespace yaral::functions
