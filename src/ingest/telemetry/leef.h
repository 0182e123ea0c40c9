#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/record.h"

namespace yaral::ingest {

// IBM's Log Event Extended Format: `LEEF:2.0|vendor|product|version|event|` and pairs `name=value` with tabs between them,
// or with what a part of its own says (`^`, `x5E`).

// The vendor in a line's header; empty when the line is no LEEF. A syslog header may have taken the word `LEEF` for the
// program that wrote it.
std::string_view leef_vendor(const RawRecord& record);

// The header as `leefVendor`, `leefProduct`, `leefProductVersion` and `leefEvent`, then the pairs. False when it is none.
bool split_leef(const RawRecord& record, Arena& arena, std::vector<Datum>& data);

}  // namespace yaral::ingest
