#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "cli/console.h"

namespace yaral::cli {

// Runs `write` with the file, or standard output when `path` is empty; its result is the exit code. A file that cannot
// be written is told, and is misuse.
int with_output(const std::string& path, const Console& console, const std::function<int(std::ostream&)>& write);

// Flushes. False, after telling, when the text could not be written. A reader that has gone away (`| head`) has had
// enough: that is no failure. `errno` must have been 0 before the first write.
bool finish_output(std::ostream& out, const std::string& path, const Console& console);

}  // namespace yaral::cli
