#pragma once

#include <functional>
#include <string>
#include <vector>

#include "packs/lists.h"

namespace yaral::packs {

// Visits the paths of the files in a folder and in all folders below it, by name, hidden ones apart. Links to folders
// are not followed, as they may lead in circles. Folders that cannot be read or lie too deep (64) are problems.
void each_file(const std::string& folder, std::vector<FileProblem>& problems,
               const std::function<void(const std::string&)>& visit);

}  // namespace yaral::packs
