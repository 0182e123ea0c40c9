#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "enrich/sightings.h"

namespace yaral::enrich {

// A thing with the machines that saw it.
struct ThingSeen {
  struct ByMachine {
    std::int32_t day;
    std::uint64_t machine;  // 0: unknown
    auto operator<=>(const ByMachine&) const = default;
  };
  std::string name;
  Sightings::Kind kind;
  Timestamp first;
  Timestamp last;
  std::vector<ByMachine> machines;
};

// Days since 1970 in UTC.
std::int32_t day_of(Timestamp time);

// The entities of Sightings::entities.
std::vector<udm::Event> report_sightings(std::vector<ThingSeen> things, Arena& arena);

}  // namespace yaral::enrich
