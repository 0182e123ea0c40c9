#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace yaral::convert {

// A pattern of RE2 that both engines Kusto has had (RE2, and since 2024 the regex crate of Rust) read in the same way. The
// error names what they cannot say.
std::expected<std::string, std::string> kusto_regex(std::string_view pattern);

}  // namespace yaral::convert
