#pragma once

#include <cstdint>
#include <string_view>

namespace yaral::functions {

// The 64-bit hash known as Fingerprint2011: the same on all machines, never 0 or 1.
std::uint64_t fingerprint2011(std::string_view bytes);

}  // namespace yaral::functions
