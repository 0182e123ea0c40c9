#pragma once

#include <span>
#include <string_view>

#include "base/arena.h"
#include "ingest/log_type.h"

// What Zeek's logs become, whether they come as JSON (BRO_JSON) or as columns (BRO_TSV).
namespace yaral::ingest {

std::span<const Mapping> zeek_mappings();

// The name of the log: `_path`, else what its members tell; empty when they tell nothing.
std::string_view zeek_kind(std::span<const Datum> data, Arena& arena);

void finish_zeek(Draft& draft);

}  // namespace yaral::ingest
