#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yaral::convert {

// A regular expression that says no more than that one of some texts is in, at the start, at the end of, or all of a text.
struct LiteralPattern {
  std::vector<std::string> texts;
  bool from_start = false;
  bool to_end = false;
  bool nocase = false;
};

// Takes a pattern of RE2 apart into at most `most` texts: letters, escapes, groups of alternatives, small classes, `?`, `\s`,
// and at the ends `(^|…)` and `(…|$)`. It matches where one of the results does. Nothing when it says more than that.
std::vector<LiteralPattern> literal_patterns(std::string_view pattern, bool nocase, std::size_t most);

}  // namespace yaral::convert
