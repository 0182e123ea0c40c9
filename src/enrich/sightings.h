#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include "base/arena.h"
#include "base/time.h"
#include "enrich/share.h"
#include "udm/event.h"
#include "udm/path.h"

namespace yaral::enrich {

// Days (UTC) that the rolling maximum looks back on, with the day itself.
inline constexpr std::int32_t kPrevalenceDays = 10;

// Which machines saw which files, domains and addresses, when. Filled by any number of threads; what comes of it does not
// depend on the order of events.
class Sightings {
 public:
  enum class Kind : std::uint8_t { kSha256, kSha1, kMd5, kDomain, kAddress };

  struct Limits {
    std::uint64_t sightings = 1'000'000;  // of one thing by one machine on one day
  };

  Sightings() = default;
  explicit Sightings(const Limits& limits) : limits_(limits) {}

  // The fields that add() reads.
  static std::vector<udm::Path> paths();
  void add(std::span<const udm::Event> events);

  // The entities of the graph that come of it, one for each thing and day on which it was seen: DERIVED_CONTEXT of type
  // FILE, DOMAIN_NAME or IP_ADDRESS with its prevalence and when it was seen first and last. In the order of kind, name
  // and day; made in `arena`.
  std::vector<udm::Event> entities(Arena& arena) const;

  // Sightings that were given up for the limit, and one in how many things was kept.
  std::uint64_t dropped() const;
  std::uint64_t one_in() const { return share_.one_in(); }

 private:
  struct Thing {
    std::uint32_t number;
    Timestamp first;
    Timestamp last;
    std::uint64_t count = 0;
  };
  struct Seen {
    std::uint32_t thing;
    std::int32_t day;
    std::uint64_t machine;  // a hash of its name; 0: unknown
    bool operator==(const Seen&) const = default;
  };
  struct SeenHash {
    std::size_t operator()(const Seen& seen) const;
  };
  // One thing as a machine saw it in one event.
  struct Sighting {
    std::string key;  // kind and name
    Timestamp time;
    std::uint64_t machine;
  };

  static void collect(const udm::Event& event, std::vector<Sighting>& out);
  void add(Sighting& sighting);
  void give_up();

  Limits limits_;
  mutable std::mutex mutex_;
  Share share_;
  std::unordered_map<std::string, Thing> things_;
  boost::unordered_flat_set<Seen, SeenHash> seen_;
  std::uint32_t next_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace yaral::enrich
