#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/console.h"

namespace yaral::cli {

// Runs something, and again whenever one of the files changes that it then names, or what stands below folders among them or
// below `paths`; until interrupted. The result is that of the last run.
int watch(const std::vector<std::string>& paths, const Console& console,
          const std::function<int(std::vector<std::string>& files)>& run);

}  // namespace yaral::cli
