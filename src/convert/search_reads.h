#pragma once

#include <functional>
#include <set>
#include <string>

#include "convert/fidelity.h"
#include "convert/filter_text.h"
#include "convert/search.h"

namespace yaral::convert {

// Names of the columns, keys, aggregates and outcomes that the condition, the joins and the outcomes read, also through
// one another.
std::set<std::string> names_read(const Search& search);

// Refuses names of fields that a language has no way to write.
void check_field_names(const Search& search, std::string_view title,
                       const std::function<bool(std::string_view)>& can_name, Fidelity& fidelity);

// Leaves out the outcomes that a language cannot say, with a remark each, unless the condition reads them. `writes` tries to
// write a value and tells in its Fidelity what could not be said.
void drop_unsaid_outcomes(Search& search, Fidelity& fidelity,
                          const std::function<void(const Operand&, Fidelity&)>& writes);

}  // namespace yaral::convert
