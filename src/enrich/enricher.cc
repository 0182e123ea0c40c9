#include "enrich/enricher.h"

#include "enrich/ancestry.h"

namespace yaral::enrich {

void Enricher::edit(udm::Event& event, Arena& arena) const {
  ChangedEvent changed(event, arena);
  if (processes != nullptr) fill_ancestry(changed, *processes);
  if (aliases != nullptr) aliases->fill(changed);
  if (geoip) geoip->fill(changed);
}

}  // namespace yaral::enrich
