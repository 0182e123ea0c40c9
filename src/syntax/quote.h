#pragma once

#include <string>
#include <string_view>

namespace yaral::syntax {

// Source text as messages quote it: in back quotes, on one line, cut after some 40 characters, invisible characters
// replaced, so that a rule cannot draw on the reader's terminal.
std::string quote(std::string_view text);

// Text that may be shown on a terminal: invisible characters and bytes that are not UTF-8 become U+FFFD, line ends and
// tabs a blank.
std::string printable(std::string_view text);

// What stands between double quotes to mean `text`: `\` and `"` escaped.
std::string escape(std::string_view text);

}  // namespace yaral::syntax
