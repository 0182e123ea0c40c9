#pragma once

#include <string_view>

#include "base/arena.h"
#include "ingest/windows_event.h"
#include "udm/event.h"

namespace yaral::ingest {

class ScriptBlocks;

// Receives the UDM events that records become.
class EventSink {
 public:
  virtual ~EventSink() = default;
  // `event` lives in the arena given to the normaliser.
  virtual void event(const udm::Event& event) = 0;
  // An event lost its type because a field that type requires is missing: counted by reason in the summary.
  virtual void weakened(std::string_view reason) = 0;
};

// Where the texts of a record live: whether the event may point at them or must copy them.
enum class TextLifetime : std::uint8_t {
  kRecord,  // gone when the next record is read
  kArena,   // in the arena the event goes to, or for as long
};

// Turns a Windows event into UDM, as docs/telemetry/ lays down for its log type. Stateless but for the parts of script
// blocks, which wait in `blocks` until they are complete.
void normalise(const WindowsEvent& record, TextLifetime lifetime, ScriptBlocks& blocks, Arena& arena, EventSink& sink);

}  // namespace yaral::ingest
