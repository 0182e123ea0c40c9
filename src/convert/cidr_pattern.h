#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "convert/filter.h"

namespace yaral::convert {

// A pattern of RE2 that the addresses of an IPv4 block match as they are written, with four numbers; nothing for other texts.
// Also of Java and PCRE, for it has groups and alternatives alone.
std::optional<std::string> cidr_pattern(std::string_view block);

// The filter with patterns in place of tests for IPv4 blocks, for languages that have such tests only in some places.
Filter with_cidr_patterns(const Filter& filter);

}  // namespace yaral::convert
