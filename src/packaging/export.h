#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "packs/lists.h"
#include "packs/pack.h"

namespace yaral::packaging {

// What SecOps takes to run a package: rules as text, reference lists and data tables as bodies for its API, tables as CSV
// besides. Path within the folder → text. The error says what of the package cannot be read.
std::expected<std::map<std::string, std::string>, std::vector<packs::FileProblem>> export_for_secops(
    const packs::Pack& pack);

}  // namespace yaral::packaging
