#pragma once

#include <string_view>

#include "base/arena.h"
#include "ingest/windows_event.h"
#include "udm/event.h"

namespace yaral::ingest {

// Receives the UDM events that records become.
class EventSink {
 public:
  virtual ~EventSink() = default;
  // `event` lives in the arena given to the normaliser.
  virtual void event(const udm::Event& event) = 0;
  // A record, or a part of it, was left out or weakened: counted by reason in the summary.
  virtual void dropped(std::string_view reason) = 0;
};

// Turns Windows events of one kind (a log type) into UDM. One a worker thread; may keep state between records (parts of a
// script block).
class WindowsNormaliser {
 public:
  virtual ~WindowsNormaliser() = default;
  virtual void normalise(const WindowsEvent& record, Arena& arena, EventSink& sink) = 0;
};

}  // namespace yaral::ingest
