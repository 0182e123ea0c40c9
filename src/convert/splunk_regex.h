#pragma once

#include <string>
#include <string_view>

namespace yaral::convert {

// A pattern of PCRE that matches this text.
std::string escaped_for_pcre(std::string_view text);

// A pattern of PCRE without `$`, back quotes and control characters, which Splunk reads before it reads patterns: what they
// stand for is said otherwise. `$` as the end of the text becomes `\z`, which unlike it is not before a last line end.
std::string splunk_regex(std::string_view pattern);

}  // namespace yaral::convert
