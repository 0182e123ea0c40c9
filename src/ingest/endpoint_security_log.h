#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/record.h"

// The two ways in which logs write the messages of Apple's Endpoint Security.
namespace yaral::ingest {

// Of a message as eslogger writes it, in JSON: the name of its event. Empty when there is none.
std::string_view es_event_name(const RawRecord& record);

// Lines of exporters: `2026-03-01 10:00:00 host INFO EventType="exec" MachTimestamp="…" …`.
bool is_es_line(const RawRecord& record);
// Its pairs, and what stands before them as `time`, `host` and `level`. The name of the event is `event_name`.
bool split_es_line(const RawRecord& record, Arena& arena, std::vector<Datum>& data);

}  // namespace yaral::ingest
