#pragma once

#include <string>

#include "convert/fidelity.h"
#include "convert/search.h"

namespace yaral::convert {

// Why `stats` cannot say an aggregate; empty when it can.
std::string why_not_in_splunk(const Search& search, const SearchAggregate& aggregate);

// The aggregate as `stats` and `streamstats` take it: `dc(host)`.
std::string splunk_aggregate(const Search& search, const SearchAggregate& aggregate, Fidelity& fidelity);

// The variable whose events an aggregate is over; the first where it is over all.
std::uint32_t splunk_variable(const Search& search, const SearchAggregate& aggregate);

}  // namespace yaral::convert
