#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/time.h"
#include "engine/text_store.h"
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
  // `in_memory`: bytes of JSON that are held in memory; what is more lies in a temporary file.
  explicit EventStore(std::size_t in_memory) : json_(in_memory) {}

  // `id`: the event's, to live as long as the store.
  std::uint32_t keep(const udm::Event& event, std::string_view id);
  // An event of another store, which must live as long.
  std::uint32_t adopt(const KeptEvent& event);
  // Call before the events are read that were kept since the last call.
  void flush() { json_.flush(); }

  KeptEvent operator[](std::uint32_t index) const;
  Timestamp time(std::uint32_t index) const { return {events_[index].seconds, events_[index].nanos}; }
  std::size_t size() const { return events_.size(); }
  // Bytes of the JSON that are held in memory.
  std::size_t json_in_memory() const { return json_.in_memory(); }

  // What one event takes beside its texts, here and in an EventOrder.
  static constexpr std::size_t kBytesPerEvent = 80;

 private:
  struct Stored {
    std::int64_t seconds;
    std::int32_t nanos;
    semantics::EventSource source;
    bool as_read;
    const char* id;
    const char* json;
    std::uint32_t id_size;
    std::uint32_t json_size;
  };

  TextStore json_;
  std::deque<Stored> events_;
  boost::unordered_flat_map<std::uint32_t, Timestamp> ends_;  // of those that do not end when they begin
};

// Ranks over all kept events of all workers, by (time, metadata.id, content): the one order that results are computed in,
// whatever order the events came in (design decision 6). The same event read twice, known by its metadata.id and content,
// has one rank; events without id are all different. Entities that say the same are one.
class EventOrder {
 public:
  explicit EventOrder(std::vector<const EventStore*> stores);

  std::uint32_t rank(unsigned worker, std::uint32_t index) const { return ranks_[worker][index]; }
  KeptEvent event(std::uint32_t rank) const { return (*stores_[by_rank_[rank].worker])[by_rank_[rank].index]; }
  Timestamp time(std::uint32_t rank) const { return stores_[by_rank_[rank].worker]->time(by_rank_[rank].index); }
  Timestamp end(std::uint32_t rank) const { return event(rank).end; }
  // metadata.id, or what tells an event without one from all others: a hash of its content and its number among equals.
  std::string identity(std::uint32_t rank) const;
  // The whole event as proto JSON (lowerCamel).
  std::string json(std::uint32_t rank) const;

 private:
  struct Place {
    std::uint32_t worker;
    std::uint32_t index;
  };

  std::vector<const EventStore*> stores_;
  std::vector<std::vector<std::uint32_t>> ranks_;
  std::vector<Place> by_rank_;
};

}  // namespace yaral::engine
