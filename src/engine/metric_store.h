#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "functions/implementation.h"
#include "plan/metric_plan.h"
#include "udm/event.h"

namespace yaral::engine {

// What happened to one tuple of dimension values in one UTC hour.
struct MetricBucket {
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;
  std::int64_t first_seen = 0;  // seconds
  std::int64_t last_seen = 0;

  void add(const MetricBucket& other);
};

using MetricHours = std::map<std::int64_t, MetricBucket>;  // by hours since 1970

// The hours of one tuple: for each value of the wildcard dimension, or of the one value "" without such.
struct MetricSeries {
  std::uint64_t hash;
  std::map<std::string, MetricHours, std::less<>> values;
};

// Dimension values as the key of a series.
void append_metric_key(std::string& key, std::string_view value);
// The text of a value that a dimension has, the same for events and rules.
std::string metric_text(const Value& value);

// The events that metrics have counted, so that an event read twice (from the inputs and the history, say) counts once.
// Shared by all workers. Events without metadata.id are all different.
class SeenEvents {
 public:
  // False when it was inserted before.
  bool insert(const udm::Event& event);

 private:
  struct Shard {
    std::mutex mutex;
    boost::unordered_flat_set<std::uint64_t> seen;
  };
  std::array<Shard, 16> shards_;
};

// The counts behind all metrics of a plan (language reference 8.7), one a worker, merged at the end. What it holds depends
// only on the events, not on their order or how they are spread over workers.
//
// At most `limit` buckets are held. Beyond, tuples are given up whole: half of those left, chosen by their hash, again
// and again. So what is left in the end does not depend on the order either.
class MetricStore {
 public:
  static constexpr std::size_t kDefaultLimit = 4'000'000;

  explicit MetricStore(std::span<const plan::MetricSource> sources, std::size_t limit = kDefaultLimit);

  void add(const udm::Event& event, SeenEvents& seen);
  void merge(const MetricStore& other);

  // Null when nothing is known of the tuple.
  const MetricSeries* find(std::uint32_t source, const std::string& key) const;
  // Whether tuples of that key were given up.
  bool given_up(const std::string& key) const;
  // Events with so many combinations of dimension values that some were not counted.
  const functions::RunNotes& notes() const { return notes_; }

 private:
  using SeriesMap = boost::unordered_flat_map<std::string, MetricSeries>;

  void count(std::uint32_t source, const udm::Event& event, std::uint64_t bytes);
  void add_bucket(SeriesMap& into, const std::string& key, const std::string& value, std::int64_t hour,
                  const MetricBucket& bucket);
  bool is_kept(std::uint64_t hash) const { return halvings_ == 0 || (hash >> (64 - halvings_)) == 0; }
  void drop_given_up();
  void shed();

  std::span<const plan::MetricSource> sources_;
  std::size_t limit_;
  std::vector<SeriesMap> series_;  // beside `sources_`
  std::size_t buckets_ = 0;
  unsigned halvings_ = 0;  // of the hashes, those with so many leading zeros are kept
  functions::RunNotes notes_;
};

}  // namespace yaral::engine
