#include "engine/event_store.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "engine/record_span.h"
#include "udm/json.h"

namespace yaral::engine {

namespace {

auto order_key(const KeptEvent& e) { return std::tie(e.time, e.id, e.json, e.source); }

bool same_content(const KeptEvent& a, const KeptEvent& b) { return order_key(a) == order_key(b); }

}  // namespace

std::uint32_t EventStore::keep(const udm::Event& event, std::string_view id) {
  const semantics::EventSource source = source_of(event);
  const RecordSpan span = span_of(event);
  const bool as_read = !event.json.empty() && source == semantics::EventSource::kUdm;
  return adopt({.source = source,
                .time = span.start,
                .end = span.end,
                .id = id,
                .json = json_.keep(as_read ? event.json : std::string_view(udm::to_json(*event.root))),
                .as_read = as_read});
}

std::uint32_t EventStore::adopt(const KeptEvent& event) {
  const auto index = static_cast<std::uint32_t>(events_.size());
  events_.push_back({.seconds = event.time.seconds,
                     .nanos = event.time.nanos,
                     .source = event.source,
                     .as_read = event.as_read,
                     .id = event.id.data(),
                     .json = event.json.data(),
                     .id_size = static_cast<std::uint32_t>(event.id.size()),
                     .json_size = static_cast<std::uint32_t>(event.json.size())});
  if (event.end != event.time) ends_.emplace(index, event.end);
  return index;
}

KeptEvent EventStore::operator[](std::uint32_t index) const {
  const Stored& stored = events_[index];
  const auto end = ends_.find(index);
  return {.source = stored.source,
          .time = time(index),
          .end = end == ends_.end() ? time(index) : end->second,
          .id = {stored.id, stored.id_size},
          .json = {stored.json, stored.json_size},
          .as_read = stored.as_read};
}

EventOrder::EventOrder(std::vector<const EventStore*> stores) : stores_(std::move(stores)) {
  std::vector<std::pair<Timestamp, Place>> places;
  std::size_t size = 0;
  for (const EventStore* store : stores_) size += store->size();
  places.reserve(size);
  for (std::uint32_t worker = 0; worker < stores_.size(); ++worker) {
    ranks_.emplace_back(stores_[worker]->size());
    for (std::uint32_t i = 0; i < stores_[worker]->size(); ++i)
      places.push_back({stores_[worker]->time(i), {worker, i}});
  }
  const auto kept = [&](const Place& place) { return (*stores_[place.worker])[place.index]; };
  std::ranges::sort(places, [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    const KeptEvent left = kept(a.second), right = kept(b.second);
    return order_key(left) < order_key(right);
  });
  by_rank_.reserve(size);
  for (const auto& [time, place] : places) {
    const KeptEvent event = kept(place);
    const bool known = !event.id.empty() || event.source == semantics::EventSource::kEntity;
    const bool again = !by_rank_.empty() && known && same_content(kept(by_rank_.back()), event);
    if (!again) by_rank_.push_back(place);
    ranks_[place.worker][place.index] = static_cast<std::uint32_t>(by_rank_.size() - 1);
  }
}

std::string EventOrder::identity(std::uint32_t rank) const {
  const KeptEvent kept = event(rank);
  if (!kept.id.empty()) return std::string(kept.id);
  std::uint32_t number = 0;
  while (number < rank && same_content(event(rank - number - 1), kept)) ++number;
  return sha256_hex(kept.json) + "#" + std::to_string(number);
}

std::string EventOrder::json(std::uint32_t rank) const {
  const KeptEvent kept = event(rank);
  if (!kept.as_read) return std::string(kept.json);
  const udm::Message root(udm::event_root());
  udm::Event source;
  source.root = &root;
  source.json = kept.json;
  return udm::event_json(source, udm::JsonStyle::kCamel);
}

}  // namespace yaral::engine
