#pragma once

#include <string_view>

#include "base/arena.h"
#include "ingest/windows_event.h"

namespace yaral::ingest {

// The identity of a record, base64 of 16 bytes, in the arena: of its host, channel, provider, record number and time when it has a
// number, otherwise of all its content. The same record has the same identity in every run and from every copy of a log.
std::string_view event_id(const WindowsEvent& record, Arena& arena);

// The identity of a record of which only the bytes are known.
std::string_view content_id(std::string_view content, Arena& arena);

}  // namespace yaral::ingest
