#pragma once

#include <string>

#include "ingest/log_type.h"
#include "ingest/windows_source.h"

// The parts of docs/telemetry/ that are made from the tables.
namespace yaral::ingest {

// The event types by kind, then the fields with where they go.
std::string event_table(std::span<const Mapping> mappings);
std::string field_table(std::span<const Mapping> mappings);

}  // namespace yaral::ingest
