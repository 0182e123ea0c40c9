#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/draft.h"
#include "ingest/record.h"

// Messages of Apple's Endpoint Security, in the two ways in which logs write them.
namespace yaral::ingest {

// Of a message as eslogger writes it, in JSON: the name of its event. Empty when there is none.
std::string_view es_event_name(const RawRecord& record);

// Sets target.process.command_line to the arguments of an `exec`, joined with blanks.
void put_es_arguments(Draft& draft);
// Sets target.file.full_path, where it is not set, to that of a file named by its directory and its name in it.
void put_es_file(Draft& draft, std::string_view directory, std::string_view name);
// Sets target.resource.name to what a launch item's URL names: `/Library/…` of `file:///Library/…`.
void put_es_launch_item(Draft& draft, std::string_view url);

// Lines of exporters: `2026-03-01 10:00:00 host INFO EventType="exec" MachTimestamp="…" …`.
bool is_es_line(const RawRecord& record);
// Its pairs, and what stands before them as `time`, `host` and `level`. The name of the event is `event_name`.
bool split_es_line(const RawRecord& record, Arena& arena, std::vector<Datum>& data);

}  // namespace yaral::ingest
