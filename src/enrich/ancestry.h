#pragma once

#include "enrich/nouns.h"
#include "enrich/process_table.h"

namespace yaral::enrich {

// Parents above a process that are filled in at most.
inline constexpr int kMostAncestors = 10;

// Fills in what the table knows of the processes of principal and target, and of their parents, as `parent_process` in
// `parent_process`. What the event says itself stays, and decides which process is meant.
void fill_ancestry(ChangedEvent& event, const ProcessTable& table);

}  // namespace yaral::enrich
