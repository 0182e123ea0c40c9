#pragma once

#include <string_view>

#include "base/arena.h"
#include "ingest/windows_event.h"

namespace yaral::ingest {

// Names the data of an event whose source gives values by position only: by the event's template where that is known here,
// else from lines `Name: value` of the message whose value is the same. What neither tells stays unnamed. Numbers that the
// event's XML writes in hex are written so.
void name_properties(WindowsEvent& event, Arena& arena);

// Of a source that gives no values at all: those of the message's lines `Name: value`.
void add_message_lines(WindowsEvent& event);

}  // namespace yaral::ingest
