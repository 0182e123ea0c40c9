#pragma once

#include <map>
#include <string>

#include "cli/console.h"

namespace yaral::cli {

// Writes files, path within the folder → text, into a folder that is not there yet or is empty. False after telling what
// went wrong; nothing is written into a folder that holds something.
bool write_folder(const std::string& folder, const std::map<std::string, std::string>& files, const Console& console);

}  // namespace yaral::cli
