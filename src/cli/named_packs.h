#pragma once

#include <string>
#include <vector>

#include "cli/console.h"
#include "packs/find.h"

namespace yaral::cli {

// The packages that a user names by id, technique or folder, by id; one that is meant twice is there once.
packs::FoundPacks named_packs(const std::vector<std::string>& wanted, const Console& console);

}  // namespace yaral::cli
