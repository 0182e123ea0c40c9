#include "engine/event_store.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"
#include "engine/record_span.h"
#include "udm/json.h"

namespace yaral::engine {

namespace {

auto order_key(const KeptEvent& e) { return std::tie(e.time, e.id, e.json, e.source); }

bool same_content(const KeptEvent& a, const KeptEvent& b) { return order_key(a) == order_key(b); }

}  // namespace

std::uint32_t EventStore::keep(const udm::Event& event) {
  const semantics::EventSource source = source_of(event);
  const RecordSpan span = span_of(event);
  const bool as_read = !event.json.empty() && source == semantics::EventSource::kUdm;
  events_.push_back({.source = source,
                     .time = span.start,
                     .end = span.end,
                     .id = arena_.copy(event.id),
                     .json = arena_.copy(as_read ? event.json : std::string_view(udm::to_json(*event.root))),
                     .as_read = as_read});
  return static_cast<std::uint32_t>(events_.size() - 1);
}

EventOrder::EventOrder(std::vector<const EventStore*> stores) {
  struct Place {
    const KeptEvent* event;
    unsigned worker;
    std::uint32_t index;
  };
  std::vector<Place> places;
  for (unsigned worker = 0; worker < stores.size(); ++worker) {
    ranks_.emplace_back(stores[worker]->size());
    for (std::uint32_t i = 0; i < stores[worker]->size(); ++i) places.push_back({&(*stores[worker])[i], worker, i});
  }
  std::ranges::sort(places, [](const Place& a, const Place& b) { return order_key(*a.event) < order_key(*b.event); });
  for (const Place& place : places) {
    const bool known = !place.event->id.empty() || place.event->source == semantics::EventSource::kEntity;
    const bool again = !by_rank_.empty() && known && same_content(*by_rank_.back(), *place.event);
    if (!again) by_rank_.push_back(place.event);
    ranks_[place.worker][place.index] = static_cast<std::uint32_t>(by_rank_.size() - 1);
  }
}

std::string EventOrder::identity(std::uint32_t rank) const {
  const KeptEvent& event = *by_rank_[rank];
  if (!event.id.empty()) return std::string(event.id);
  std::uint32_t number = 0;
  while (number < rank && same_content(*by_rank_[rank - number - 1], event)) ++number;
  return sha256_hex(event.json) + "#" + std::to_string(number);
}

std::string EventOrder::json(std::uint32_t rank) const {
  const KeptEvent& event = *by_rank_[rank];
  if (!event.as_read) return std::string(event.json);
  const udm::Message root(udm::event_root());
  udm::Event source;
  source.root = &root;
  source.json = event.json;
  return udm::event_json(source, udm::JsonStyle::kCamel);
}

}  // namespace yaral::engine
