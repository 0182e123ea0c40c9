#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/time.h"
#include "semantics/bound.h"
#include "udm/event.h"

namespace yaral::engine {

// An event (or entity, or detection) that some rule still needs, copied out of its batch.
struct KeptEvent {
  semantics::EventSource source;
  Timestamp time;         // of an entity or detection: its start
  Timestamp end;          // of an event: its time
  std::string_view id;    // metadata.id, may be empty
  std::string_view json;  // UDM JSON: as read (`as_read`), or as written by to_json
  bool as_read = false;
};

// The kept events of one worker.
class EventStore {
 public:
  std::uint32_t keep(const udm::Event& event);
  const KeptEvent& operator[](std::uint32_t index) const { return events_[index]; }
  std::size_t size() const { return events_.size(); }

 private:
  Arena arena_;
  std::vector<KeptEvent> events_;
};

// Ranks over all kept events of all workers, by (time, metadata.id, content): the one order that results are computed in,
// whatever order the events came in (design decision 6). The same event read twice, known by its metadata.id and content,
// has one rank; events without id are all different. Entities that say the same are one.
class EventOrder {
 public:
  explicit EventOrder(std::vector<const EventStore*> stores);

  std::uint32_t rank(unsigned worker, std::uint32_t index) const { return ranks_[worker][index]; }
  const KeptEvent& event(std::uint32_t rank) const { return *by_rank_[rank]; }
  Timestamp time(std::uint32_t rank) const { return by_rank_[rank]->time; }
  Timestamp end(std::uint32_t rank) const { return by_rank_[rank]->end; }
  // metadata.id, or what tells an event without one from all others: a hash of its content and its number among equals.
  std::string identity(std::uint32_t rank) const;
  // The whole event as proto JSON (lowerCamel).
  std::string json(std::uint32_t rank) const;

 private:
  std::vector<std::vector<std::uint32_t>> ranks_;
  std::vector<const KeptEvent*> by_rank_;
};

}  // namespace yaral::engine
