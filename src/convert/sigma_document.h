#pragma once

#include <string>
#include <vector>

#include "convert/schema.h"
#include "convert/search.h"
#include "convert/sigma_detection.h"

namespace yaral::convert {

// What one Sigma rule looks for: events of one log source.
struct SigmaDocument {
  std::string from;  // `category=process_creation product=windows`
  std::vector<const SearchBranch*> branches;
  SigmaNode node;
  std::string tautology;
};

// A document for each log source in which the events of a variable are looked for.
std::vector<SigmaDocument> sigma_documents(const SearchEvents& events, const Schema& schema, Fidelity& fidelity);

// `logsource` and `detection`.
std::string sigma_text(const SigmaDocument& document);

// The log source in a word, for titles: `process_creation/windows`.
std::string sigma_source_name(const SigmaDocument& document);

}  // namespace yaral::convert
