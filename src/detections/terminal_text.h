#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace yaral::detections {

// What comes out of logs and file names is written by strangers: an escape sequence in a command line must not reach
// the terminal. Control characters (C0, C1, DEL), characters that turn the writing direction or cannot be seen, and
// bytes that are not UTF-8 come out as `\n`, `\x1b`, `\u202e`. Everything else, backslashes too, stays as it is.
std::string visible_text(std::string_view text);

// The same, but tabs and line ends stay: for data files that a person may well print on a terminal.
std::string visible_lines(std::string_view text);

// Columns that a visible text takes on a terminal: 2 for East Asian wide characters and emoji, 0 for combining marks.
std::size_t display_width(std::string_view text);

// The text cut to `columns`, its last one an ellipsis when something was cut. 0 columns: not cut.
std::string cut_to_width(std::string_view text, std::size_t columns);

}  // namespace yaral::detections
