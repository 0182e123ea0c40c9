#pragma once

#include <functional>
#include <span>

#include "engine/event_store.h"
#include "engine/group.h"
#include "semantics/bound.h"

namespace yaral::engine {

// Judges the rows of one window; true when the rule fires there.
using Judge = std::function<bool(std::span<const RankedRow>, const GroupWindow&)>;

// Walks one key's rows, ordered by (rank, ordinal), through the windows of its rule (design decisions 3 and 4).
//
// Hop: candidate windows are [t, t+size) for the time t of each event, in time order; after one that fires the next
// candidate starts at the first event outside of it. Tumbling: blocks [k·size, (k+1)·size) since the epoch.
void walk_windows(const semantics::Window& window, std::span<const RankedRow> rows, const EventOrder& order,
                  const Judge& judge);

}  // namespace yaral::engine
