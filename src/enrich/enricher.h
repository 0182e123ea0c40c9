#pragma once

#include <memory>
#include <optional>

#include "enrich/aliases.h"
#include "enrich/geoip.h"
#include "enrich/process_table.h"

namespace yaral::enrich {

// All that is filled into events; what is not there is left out. Used by any number of threads.
struct Enricher {
  std::unique_ptr<ProcessTable> processes;  // finished
  std::unique_ptr<Aliases> aliases;
  std::optional<GeoIp> geoip;

  bool empty() const { return processes == nullptr && aliases == nullptr && !geoip; }
  // What is added to the event lives in `arena` or in the enricher.
  void edit(udm::Event& event, Arena& arena) const;
};

}  // namespace yaral::enrich
