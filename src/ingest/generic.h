#pragma once

#include "base/arena.h"
#include "ingest/normaliser.h"
#include "ingest/record.h"

// Records of no log type that is known: kept as GENERIC_EVENT, so that nothing is lost.
namespace yaral::ingest {

constexpr std::string_view kJsonLog = "JSON";
constexpr std::string_view kSyslogLog = "SYSLOG";

// All members of the object go to additional.fields; the time comes from the usual names.
void keep_json(const RawRecord& record, Arena& arena, EventSink& sink);

// A line behind a syslog header: the host is the principal's, the text metadata.description.
void keep_line(const RawRecord& record, Arena& arena, EventSink& sink);

}  // namespace yaral::ingest
