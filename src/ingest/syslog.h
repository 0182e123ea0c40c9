#pragma once

#include <string_view>

#include "base/time.h"
#include "ingest/record.h"

namespace yaral::ingest {

// Takes a syslog header off a line: RFC 5424, RFC 3164, or what files have of it (a time in either form, host, tag), with
// or without the priority. Returns the rest; sets the envelope's time, host, program, pid and message_id. A time without
// a year gets the latest one that does not lie after the envelope's `now` by more than a day; a time without a zone is UTC. A line
// without a header comes back whole, and nothing is set.
std::string_view take_syslog_header(std::string_view line, Envelope& envelope);

}  // namespace yaral::ingest
