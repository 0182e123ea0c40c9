#pragma once

#include <vector>

#include "base/arena.h"
#include "ingest/record.h"

namespace yaral::ingest {

// One item of an audit, in a list of its own as item_lines.h makes it:
// `<itemList agentId="…"><eventItem uid="…"><processEvent><pid>1</pid>…`.
bool is_hx_item(const RawRecord& record);

// The attributes of the list and of the item by their names, the values of the event by theirs, and what it is as `item`.
bool split_hx_item(const RawRecord& record, Arena& arena, std::vector<Datum>& data);

}  // namespace yaral::ingest
