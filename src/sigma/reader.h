#pragma once

#include <string>
#include <vector>

#include "packs/lists.h"
#include "sigma/rule.h"

namespace yaral::sigma {

// Adds the rules, correlations and filters of a YAML file with one document or several. What is wrong with a document is
// told with its line, and the document left out; a file that is no YAML is left out as a whole. Members that Sigma does
// not know are nobody's business. Documents with none of `detection`, `logsource`, `correlation` and `filter` are counted only.
void read_documents(const std::string& file, const std::string& text, Documents& documents,
                    std::vector<packs::FileProblem>& problems);

}  // namespace yaral::sigma
