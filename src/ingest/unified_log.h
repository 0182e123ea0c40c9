#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/record.h"

// Lines of the Unified Log of macOS, in the styles of `log show`, and of the older files of its syslog.
namespace yaral::ingest {

// Whether the line is one of these: of a style of `log show`, or behind a syslog header of a program of macOS that says
// something about the trust in code.
bool is_unified_log_line(const RawRecord& record);
// Whether it belongs to the message before it.
bool continues_unified_log(std::string_view line);
// Whether the object is what `log show --style ndjson` writes when it is done, `{"count":3,"finished":1}`: no event.
bool is_end_of_unified_log(const JsonNode& record);
// Takes a line apart into the members that `log show --style ndjson` has: `timestamp`, `messageType`, `processID`,
// `subsystem`, `category`, `eventMessage` …; and `process`, the program's name, and `library`. A heading has `heading`.
bool split_unified_log_line(const RawRecord& record, Arena& arena, std::vector<Datum>& data);

}  // namespace yaral::ingest
