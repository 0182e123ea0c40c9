#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "convert/fidelity.h"
#include "convert/search.h"

namespace yaral::convert {

// A comparison of two event variables as counts over a window say it: both sides are a column more to group by, or the least
// value of one side is compared with the greatest of the other.
struct WindowJoin {
  const Filter* filter = nullptr;
  std::uint32_t left = 0;  // variables
  std::uint32_t right = 0;
  std::string name;  // of the columns: the name itself, or with `_left` and `_right`

  bool equality() const { return filter->compare == semantics::CompareOp::kEq; }
  bool inequality() const { return filter->compare == semantics::CompareOp::kNe; }
  // Whether the left side is to be less.
  bool rises() const {
    return filter->compare == semantics::CompareOp::kLt || filter->compare == semantics::CompareOp::kLe;
  }
};

// The joins of a search. Those that cannot be said so are refused, by the rule's own words; where outcomes or counts are over
// more events than those which fulfil them, that is told.
std::vector<WindowJoin> window_joins(const Search& search, Fidelity& fidelity);

// Whether values of the type can be compared by order.
bool is_ordered(const Type& type);

// What no search for groups of events can do without: that some event variable is required, and that there is a window for
// several. Refuses what does not have it.
void check_event_variables(const Search& search, Fidelity& fidelity);

// The rest of what such a search needs: that some event variable is required, that all give the keys by which events are
// grouped. Refuses what does not have it.
void check_window_search(const Search& search, Fidelity& fidelity);

// Variables of which one event may be several, for they read the same sources: sets of places in Search::events.
std::vector<std::vector<std::size_t>> rival_events(const Search& search);

}  // namespace yaral::convert
