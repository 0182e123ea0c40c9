#include "attack/meta_keys.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace yaral::attack {

namespace {

constexpr std::array kKeys{
    MetaKey{"attack", Holds::kIds},
    MetaKey{"attack_id", Holds::kBoth},
    MetaKey{"attack_subtechnique", Holds::kTechniques},
    MetaKey{"attack_tactic", Holds::kTactics},
    MetaKey{"attack_tactic_id", Holds::kTactics},
    MetaKey{"attack_tactics", Holds::kTactics},
    MetaKey{"attack_technique", Holds::kTechniques},
    MetaKey{"attack_technique_id", Holds::kTechniques},
    MetaKey{"attack_techniques", Holds::kTechniques},
    MetaKey{"mitre", Holds::kBoth},
    MetaKey{"mitre_attack", Holds::kBoth},
    MetaKey{"mitre_attack_id", Holds::kBoth},
    MetaKey{"mitre_attack_ids", Holds::kBoth},
    MetaKey{"mitre_attack_sub_technique", Holds::kTechniques},
    MetaKey{"mitre_attack_sub_technique_id", Holds::kTechniques},
    MetaKey{"mitre_attack_subtechnique", Holds::kTechniques},
    MetaKey{"mitre_attack_subtechnique_id", Holds::kTechniques},
    MetaKey{"mitre_attack_tactic", Holds::kTactics},
    MetaKey{"mitre_attack_tactic_id", Holds::kTactics},
    MetaKey{"mitre_attack_tactic_ids", Holds::kTactics},
    MetaKey{"mitre_attack_tactic_name", Holds::kTactics},
    MetaKey{"mitre_attack_tactics", Holds::kTactics},
    MetaKey{"mitre_attack_technique", Holds::kTechniques},
    MetaKey{"mitre_attack_technique_id", Holds::kTechniques},
    MetaKey{"mitre_attack_technique_ids", Holds::kTechniques},
    MetaKey{"mitre_attack_technique_name", Holds::kTechniques},
    MetaKey{"mitre_attack_techniques", Holds::kTechniques},
    MetaKey{"mitre_attack_url", Holds::kIds},
    MetaKey{"mitre_id", Holds::kBoth},
    MetaKey{"mitre_ids", Holds::kBoth},
    MetaKey{"mitre_reference", Holds::kIds},
    MetaKey{"mitre_sub_technique", Holds::kTechniques},
    MetaKey{"mitre_subtechnique", Holds::kTechniques},
    MetaKey{"mitre_t", Holds::kTechniques},
    MetaKey{"mitre_ta", Holds::kTactics},
    MetaKey{"mitre_tactic", Holds::kTactics},
    MetaKey{"mitre_tactic_id", Holds::kTactics},
    MetaKey{"mitre_tactic_name", Holds::kTactics},
    MetaKey{"mitre_tactics", Holds::kTactics},
    MetaKey{"mitre_technique", Holds::kTechniques},
    MetaKey{"mitre_technique_id", Holds::kTechniques},
    MetaKey{"mitre_technique_name", Holds::kTechniques},
    MetaKey{"mitre_techniques", Holds::kTechniques},
    MetaKey{"mitre_ttp", Holds::kBoth},
    MetaKey{"mitre_ttps", Holds::kBoth},
    MetaKey{"mitre_url", Holds::kIds},
    MetaKey{"sub_technique", Holds::kTechniques},
    MetaKey{"sub_technique_id", Holds::kTechniques},
    MetaKey{"subtechnique", Holds::kTechniques},
    MetaKey{"subtechnique_id", Holds::kTechniques},
    MetaKey{"tactic", Holds::kTactics},
    MetaKey{"tactic_id", Holds::kTactics},
    MetaKey{"tactic_name", Holds::kTactics},
    MetaKey{"tactics", Holds::kTactics},
    MetaKey{"tag", Holds::kIds},
    MetaKey{"tags", Holds::kIds},
    MetaKey{"technique", Holds::kTechniques},
    MetaKey{"technique_id", Holds::kTechniques},
    MetaKey{"technique_ids", Holds::kTechniques},
    MetaKey{"technique_name", Holds::kTechniques},
    MetaKey{"techniques", Holds::kTechniques},
    MetaKey{"ttp", Holds::kBoth},
    MetaKey{"ttps", Holds::kBoth},
};

}  // namespace

std::span<const MetaKey> meta_keys() { return kKeys; }

std::optional<Holds> meaning_of(std::string_view key) {
  std::string name = ascii_lower(key);
  while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.pop_back();
  while (!name.empty() && name.back() == '_') name.pop_back();
  const auto at = std::ranges::lower_bound(kKeys, std::string_view(name), {}, &MetaKey::key);
  return at != kKeys.end() && at->key == name ? std::optional(at->holds) : std::nullopt;
}

}  // namespace yaral::attack
