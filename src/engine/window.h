#pragma once

#include <functional>

#include "engine/joiner.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// The window a group is judged in; absent for rules without `match`.
struct GroupWindow {
  Timestamp start;
  Timestamp end;
};

// Judges the rows within one window; true when the rule fires there.
using Judge = std::function<bool(const JoinLimits&, const GroupWindow&)>;

// Walks the rows of one key through the windows of its rule (design decisions 3 and 4; docs/semantics.md, "Time and
// windows").
//
// Hop: candidate windows are [t, t+size) for the time t of each event of a bounded variable that takes part in a
// combination less than `size` apart; after one that fires the next candidate starts at the first such event outside of it.
// With `grid`, as SecOps does it: windows begin at multiples of a tenth of the size, and those that overlap a window that
// fired are left out. Tumbling: blocks [k·size, (k+1)·size) since the epoch. Sliding: [t, t+size] or [t-size, t] for the time t
// of each event of the pivot, which alone stands for that variable.
void walk_windows(const plan::RulePlan& rule, Joiner& joiner, const RecordOrders& orders, bool grid,
                  const Judge& judge);

// The most that the events of a combination in one window can be apart: less than this.
Duration spread_of(const semantics::Window& window);

}  // namespace yaral::engine
