#pragma once

#include <string>
#include <vector>

#include "packs/lists.h"
#include "sigma/imported.h"
#include "sigma/rule.h"
#include "sigma/taxonomy.h"

namespace yaral::sigma {

// Makes YARA-L of rules and correlations, with the filters that are meant for them. In the order of the documents, rules
// first; rules that only correlations use are left out unless those say `generate`. Every rule has a name of its own and
// compiles.
std::vector<Imported> import_documents(const Documents& documents, const Taxonomy& taxonomy);

// The report as JSON: counts and, for each rule, where it came from, its fidelity, notes, and the rule itself.
std::string to_json(const std::vector<Imported>& imported, const std::vector<packs::FileProblem>& problems);

}  // namespace yaral::sigma
