#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "attack/reference.h"

namespace yaral::attack {

// A key of a rule's `meta` section that names techniques or tactics.
struct MetaKey {
  std::string_view key;
  Holds holds;
};

// The keys in use, by name.
std::span<const MetaKey> meta_keys();

// What the values of a key hold, whatever its case; a number behind it (`mitre_t1`, `technique_2`) does not matter.
// nullopt for keys that have nothing to do with ATT&CK.
std::optional<Holds> meaning_of(std::string_view key);

}  // namespace yaral::attack
