#pragma once

#include <set>
#include <string>
#include <vector>

#include "convert/search.h"

namespace yaral::convert {

// What came of looking for a variable's events in one source.
struct SourceAttempt {
  SearchBranch branch;
  std::set<std::string> missing;  // fields of UDM that the rule reads and the source does not have
  Fidelity fidelity;
};

// Tests of what all events of the source have one of several values for, in UDM (`among`) or in the schema (`where`,
// `except`):
// decided where they can be.
Filter decide_choices(Filter filter, const SchemaSource& source);

// Without what reads fields that the source does not have, as far as alternatives are left; kFalse: none is.
Filter without_missing(Filter filter);

// Of sources that overlap: leaves those that do for all the others. In `lacking` remain sources whose events are not looked
// for. Whether sources are left out that might have events of the kind that others are known to have.
bool choose_sources(std::vector<SourceAttempt>& found, std::vector<SourceAttempt>& lacking);

}  // namespace yaral::convert
