#include "udm/event_shapes.h"

#include <algorithm>
#include <utility>

#include "udm/root.h"

namespace yaral::udm {
namespace {

// Of the number of tokens and of some of their kinds, which differ in most shapes: the rest is compared.
std::uint64_t hash_of(const LineTokens& line) {
  constexpr std::uint64_t kPrime = 0x9e3779b97f4a7c15ULL;
  constexpr std::size_t kWords = 3;
  const std::size_t size = line.at.size();
  std::uint64_t hash = size;
  for (std::size_t i = 0; i < kWords; ++i) {
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < sizeof word; ++k) {
      const std::size_t sample = (i * sizeof word + k) * size / (kWords * sizeof word);
      word = word << 8 | static_cast<unsigned char>(line.kind(sample));
    }
    hash = (hash ^ word) * kPrime;
    hash ^= hash >> 32;
  }
  return hash;
}

}  // namespace

EventShapes::Known* EventShapes::find(const LineTokens& line) {
  const auto bucket = buckets_.find(hash_);
  if (bucket == buckets_.end()) return nullptr;
  const auto known = std::ranges::find_if(bucket->second, [&](const Known& k) { return k.shape.matches(line); });
  return known == bucket->second.end() ? nullptr : &*known;
}

bool EventShapes::read(const LineTokens& line, JsonCursor& json, Arena& arena, Event& out) {
  wants_to_learn_ = false;
  if (line.at.size() > kMaxTokens) return false;
  hash_ = hash_of(line);
  if (Known* const known = find(line)) {
    json.open(line);
    if (!known->shape.read(json, arena, out)) return false;
    ++known->uncounted;
    ++read_;
    return true;
  }
  std::uint64_t& once = once_[hash_ % once_.size()];
  wants_to_learn_ = once == hash_ && (pays_off() || ++passed_over_ % kOneOf == 0);
  once = hash_;
  return false;
}

void EventShapes::learn(const LineTokens& line, const Event& event, const LeafLog& log,
                        const std::set<std::string>& unknown) {
  if (bytes_ > kMaxBytes) {
    count_unknown();
    buckets_.clear();
    bytes_ = 0;
    learnt_ = 0;
    read_ = 0;
  }
  Bucket& bucket = buckets_[hash_];
  if (bucket.size() >= kMostInBucket) return;
  bucket.push_back({EventShape(line, event, log, own_fields(root_), root_info(root_).name, unknown)});
  ++learnt_;
  bytes_ += bucket.back().shape.bytes();
}

void EventShapes::count_unknown() {
  for (auto& [hash, bucket] : buckets_) {
    for (Known& known : bucket) notes_.count_unknown(known.shape.unknown(), std::exchange(known.uncounted, 0));
  }
}

}  // namespace yaral::udm
