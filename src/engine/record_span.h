#pragma once

#include "base/time.h"
#include "semantics/bound.h"
#include "udm/event.h"

namespace yaral::engine {

// When a record is: an event has one time, an entity is valid in an interval (language reference 3.13; without one,
// always), a detection covers its window (3.14).
struct RecordSpan {
  Timestamp start;
  Timestamp end;
};
RecordSpan span_of(const udm::Event& record);

semantics::EventSource source_of(const udm::Event& record);

}  // namespace yaral::engine
