#pragma once

#include <optional>
#include <string>
#include <vector>

#include "convert/search.h"
#include "convert/sigma_document.h"

namespace yaral::convert {

struct SigmaCorrelation {
  std::string text;                             // `correlation:` and what is below it
  std::vector<std::vector<std::string>> names;  // of the documents, by variable
};

// What a rule asks of groups of events as a correlation of its documents, of which those are left out that find no place in
// it. nullopt, refused, when Sigma has none for it.
std::optional<SigmaCorrelation> sigma_correlation(const Search& search,
                                                  std::vector<std::vector<SigmaDocument>>& documents,
                                                  Fidelity& fidelity);

}  // namespace yaral::convert
