#include "engine/metric_store.h"

#include <algorithm>
#include <limits>

#include "engine/metric_population.h"
#include "functions/implementation.h"
#include "udm/schema.h"

namespace yaral::engine {

namespace {

constexpr std::size_t kMostCombinations = 1'000;  // of the dimension values of one event
constexpr unsigned kMostHalvings = 63;

std::uint64_t saturating_sum(std::uint64_t a, std::uint64_t b) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  return b > kMost - a ? kMost : a + b;
}

// Spreads bits, so that the leading ones may choose among tuples.
std::uint64_t hash_of(std::string_view key) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : key) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  h = (h ^ (h >> 33)) * 0xff51afd7ed558ccd;
  h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53;
  return h ^ (h >> 33);
}

std::string text_of(const Value& value, const udm::Path& path) {
  if (value.kind() != ValueKind::kEnum) return metric_text(value);
  const auto number = static_cast<std::int32_t>(value.as_int());
  const std::string_view name = udm::enum_name(path.type.enum_id, number);
  return name.empty() ? std::to_string(number) : std::string(name);
}

// The distinct values of a dimension in an event, none of them zero.
std::vector<std::string> values_of(const udm::Event& event, const plan::MetricSource::Dimension& dimension) {
  std::vector<std::string> texts;
  const auto read = [&](const udm::Path& path) {
    std::vector<Value> values;
    udm::collect(*event.root, path, values);
    for (const Value& value : values)
      if (!value.is_zero()) texts.push_back(text_of(value, path));
  };
  read(dimension.path);
  if (texts.empty() && dimension.instead) read(*dimension.instead);
  if (texts.empty() && dimension.may_be_empty) texts.emplace_back();
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

}  // namespace

void MetricBucket::add(const MetricBucket& other) {
  first_seen = events == 0 ? other.first_seen : std::min(first_seen, other.first_seen);
  last_seen = events == 0 ? other.last_seen : std::max(last_seen, other.last_seen);
  events = saturating_sum(events, other.events);
  bytes = saturating_sum(bytes, other.bytes);
}

void append_metric_key(std::string& key, std::string_view value) {
  key += std::to_string(value.size());
  key += ':';
  key += value;
}

std::string metric_text(const Value& value) {
  const bool text = value.kind() == ValueKind::kString || value.kind() == ValueKind::kBytes || value.is_null();
  return text ? std::string(value.as_text()) : functions::to_text(value);
}

bool SeenEvents::insert(const udm::Event& event) {
  if (event.id.empty()) return true;
  std::string identity;
  append_metric_key(identity, event.id);
  append_metric_key(identity, event.json);
  identity += std::to_string(event.time.seconds) + ' ' + std::to_string(event.time.nanos);
  const std::uint64_t hash = hash_of(identity);
  Shard& shard = shards_[hash % shards_.size()];
  const std::scoped_lock lock(shard.mutex);
  return shard.seen.insert(hash).second;
}

MetricStore::MetricStore(std::span<const plan::MetricSource> sources, std::size_t limit)
    : sources_(sources), limit_(limit), series_(sources.size()) {}

void MetricStore::add(const udm::Event& event, SeenEvents& seen) {
  bool fresh = false;
  for (std::uint32_t i = 0; i < sources_.size(); ++i) {
    const auto bytes = metric_value(*sources_[i].function, event);
    if (!bytes || event.time.is_zero()) continue;
    if (!fresh && !seen.insert(event)) return;
    fresh = true;
    count(i, event, *bytes);
  }
}

void MetricStore::count(std::uint32_t source, const udm::Event& event, std::uint64_t bytes) {
  const plan::MetricSource& s = sources_[source];
  std::vector<std::vector<std::string>> values;
  std::size_t combinations = 1;
  for (const auto& dimension : s.dimensions) {
    values.push_back(values_of(event, dimension));
    if (values.back().empty()) return;
    combinations = std::min(combinations * values.back().size(), kMostCombinations + 1);
  }
  if (combinations > kMostCombinations)
    notes_.add("metric event with more than 1,000 combinations of values: the rest was not counted");
  std::int64_t hour = event.time.seconds / 3600;
  if (event.time.seconds < hour * 3600) --hour;
  const MetricBucket bucket{
      .events = 1, .bytes = bytes, .first_seen = event.time.seconds, .last_seen = event.time.seconds};
  for (std::size_t n = 0; n < std::min(combinations, kMostCombinations); ++n) {
    std::string key;
    std::string wildcard;
    std::size_t rest = n;
    for (std::size_t d = 0; d < values.size(); ++d) {
      const std::string& value = values[d][rest % values[d].size()];
      rest /= values[d].size();
      if (s.wildcard && d + 1 == values.size()) {
        wildcard = value;
      } else {
        append_metric_key(key, value);
      }
    }
    add_bucket(series_[source], key, wildcard, hour, bucket);
  }
  shed();
}

void MetricStore::add_bucket(SeriesMap& into, const std::string& key, const std::string& value, std::int64_t hour,
                             const MetricBucket& bucket) {
  const std::uint64_t hash = hash_of(key);
  if (!is_kept(hash)) return;
  MetricSeries& series = into.try_emplace(key, MetricSeries{.hash = hash, .values = {}}).first->second;
  const auto [at, fresh] = series.values[value].try_emplace(hour);
  at->second.add(bucket);
  buckets_ += fresh;
}

void MetricStore::drop_given_up() {
  for (SeriesMap& map : series_) {
    boost::unordered::erase_if(map, [&](const auto& entry) {
      if (is_kept(entry.second.hash)) return false;
      for (const auto& [value, hours] : entry.second.values) buckets_ -= hours.size();
      return true;
    });
  }
}

void MetricStore::shed() {
  while (buckets_ > limit_ && halvings_ < kMostHalvings) {
    ++halvings_;
    drop_given_up();
  }
}

void MetricStore::merge(const MetricStore& other) {
  notes_.merge(other.notes_);
  for (std::size_t i = 0; i < series_.size(); ++i)
    for (const auto& [key, series] : other.series_[i])
      for (const auto& [value, hours] : series.values)
        for (const auto& [hour, bucket] : hours) add_bucket(series_[i], key, value, hour, bucket);
  if (other.halvings_ > halvings_) {  // what the other gave up is not complete here
    halvings_ = other.halvings_;
    drop_given_up();
  }
  shed();
}

const MetricSeries* MetricStore::find(std::uint32_t source, const std::string& key) const {
  const auto at = series_[source].find(key);
  return at == series_[source].end() ? nullptr : &at->second;
}

bool MetricStore::given_up(const std::string& key) const { return !is_kept(hash_of(key)); }

}  // namespace yaral::engine
