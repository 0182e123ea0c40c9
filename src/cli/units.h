#pragma once

#include <cstdint>
#include <string>

namespace yaral::cli {

// `1.4 MB`, in powers of 1000.
std::string bytes_text(std::uint64_t bytes);

// `0.42 s`, `3 min 5 s`.
std::string seconds_text(double seconds);

}  // namespace yaral::cli
