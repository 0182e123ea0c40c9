#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/record.h"
#include "udm/event.h"

namespace yaral::ingest {

struct CompiledMapping;

// Told, before an event is handed over, which rows of its mapping (one bit each) the record had a value for. For the
// tests of the tables.
class RowObserver {
 public:
  virtual ~RowObserver() = default;
  virtual void laid_out(const CompiledMapping& mapping, std::span<const std::uint64_t> rows,
                        const udm::Message& event) = 0;
};

// Receives the UDM events that records become.
class EventSink {
 public:
  virtual ~EventSink() = default;
  // `event` lives in the arena given to the normaliser.
  virtual void event(const udm::Event& event) = 0;
  // An event was kept with less than it should have: counted by reason in the summary.
  virtual void weakened(std::string_view reason) = 0;
  // A record that is no event was left out: counted by reason.
  virtual void dropped(std::string_view reason) = 0;
  // Who watches the rows; null: nobody.
  virtual RowObserver* observer() { return nullptr; }
};

// What a normaliser works with; one a thread.
struct Workbench {
  Arena& arena;
  EventSink& sink;
  std::vector<Datum> data{};  // room to split records into, used again
};

// Turns the records of one log type into UDM. Stateless, used by many threads at once. The ones that ship are tables
// (log_type.h); others may be made at run time: nothing outside the registry knows which kind it has.
class Normaliser {
 public:
  virtual ~Normaliser() = default;
  // Gives the sink the record's events, or says why there are none.
  virtual void normalise(const RawRecord& record, Workbench& bench) const = 0;
};

}  // namespace yaral::ingest
