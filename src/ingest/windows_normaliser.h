#pragma once

#include "base/arena.h"
#include "ingest/normaliser.h"
#include "ingest/windows_event.h"

namespace yaral::ingest {

class ScriptBlocks;

// Turns a Windows event into UDM, as docs/telemetry/ lays down for its log type. Stateless but for the parts of script
// blocks, which wait in `blocks` until they are complete.
void normalise(const WindowsEvent& record, TextLifetime lifetime, ScriptBlocks& blocks, Arena& arena, EventSink& sink);

}  // namespace yaral::ingest
