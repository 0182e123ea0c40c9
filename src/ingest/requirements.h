#pragma once

#include <cstdint>
#include <string_view>

#include "udm/event.h"

namespace yaral::ingest {

// What an event type cannot do without. Returns the message for the summary (`PROCESS_LAUNCH without target.process`), or
// nothing when the event has all its type requires.
std::string_view missing_requirement(std::int32_t type, const udm::Message& event);

}  // namespace yaral::ingest
