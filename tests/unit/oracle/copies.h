#pragma once

#include <vector>

#include "base/arena.h"
#include "udm/event.h"
#include "udm/path.h"

namespace yaral::oracle {

// The transient copies that an event becomes (language reference 3.9): in each copy every unnested repeated field of
// `paths` holds one element, or none when it was empty.
std::vector<udm::Message*> copies(const udm::Message& event, const std::vector<const udm::Path*>& paths, Arena& arena);

}  // namespace yaral::oracle
