#include "attack/technique.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::attack {

namespace {

constexpr std::array<std::string_view, 2> kVersions{
#define YARAL_ATTACK(version, former) version, former
#include "attack/tactics.def"
#undef YARAL_ATTACK
};

// No std::array: clang refuses to deduce one of so many rows.
constexpr Tactic kTactics[] = {
#define YARAL_TACTIC(id, name, former_name) Tactic{id, name, former_name},
#include "attack/tactics.def"
#undef YARAL_TACTIC
};

constexpr Technique kTechniques[] = {
#define YARAL_TECHNIQUE(id, name, former_name, tactics, former_tactics, platforms, status, replaced_by) \
  Technique{id, name, former_name, tactics, former_tactics, platforms, Status::status, replaced_by},
#include "attack/techniques.def"
#undef YARAL_TECHNIQUE
};

constexpr Strategy kStrategies[] = {
#define YARAL_STRATEGY(technique, id, analytics) Strategy{technique, id, analytics},
#include "attack/strategies.def"
#undef YARAL_STRATEGY
};

template <typename Row>
const Row* find_sorted(std::span<const Row> rows, std::string_view id, std::string_view Row::* key) {
  const std::string wanted = ascii_upper(id);
  const auto at = std::ranges::lower_bound(rows, std::string_view(wanted), {}, key);
  return at != rows.end() && (*at).*key == wanted ? &*at : nullptr;
}

using NameIndex = std::unordered_map<std::string, std::vector<const Technique*>>;

NameIndex make_name_index() {
  NameIndex index;
  for (const Technique& technique : kTechniques) {
    index[name_key(technique.name)].push_back(&technique);
    if (!technique.former_name.empty()) index[name_key(technique.former_name)].push_back(&technique);
    if (is_subtechnique(technique)) index[name_key(full_name(technique))].push_back(&technique);
  }
  return index;
}

std::vector<const Tactic*> tactics_by_id(std::string_view ids) {
  std::vector<const Tactic*> tactics;
  if (ids.empty()) return tactics;
  for (const std::string_view id : split(ids, ' ')) tactics.push_back(find_tactic(id));
  return tactics;
}

}  // namespace

std::string_view version() { return kVersions[0]; }
std::string_view former_version() { return kVersions[1]; }

std::span<const Tactic> all_tactics() { return kTactics; }
std::span<const Technique> all_techniques() { return kTechniques; }

const Technique* find_technique(std::string_view id) { return find_sorted(all_techniques(), id, &Technique::id); }

const Strategy* find_strategy(std::string_view technique_id) {
  return find_sorted(std::span<const Strategy>(kStrategies), technique_id, &Strategy::technique);
}

const Tactic* find_tactic(std::string_view id) {
  const auto at = std::ranges::find(kTactics, ascii_upper(id), &Tactic::id);
  return at == std::end(kTactics) ? nullptr : &*at;
}

std::string name_key(std::string_view name) {
  std::string key;
  for (const char c : ascii_lower(name))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  return key;
}

std::vector<const Technique*> techniques_named(std::string_view name) {
  static const NameIndex index = make_name_index();
  const auto at = index.find(name_key(name));
  if (at == index.end()) return {};
  std::vector<const Technique*> current;
  for (const Technique* technique : at->second)
    if (technique->status == Status::kCurrent) current.push_back(technique);
  return current.empty() ? at->second : current;
}

bool is_subtechnique(const Technique& technique) { return technique.id.contains('.'); }

const Technique& parent(const Technique& technique) {
  const Technique* above = find_technique(technique.id.substr(0, technique.id.find('.')));
  return *(above ? above : &technique);
}

std::string full_name(const Technique& technique) {
  const Technique& above = parent(technique);
  return &above == &technique ? std::string(technique.name) : fmt::format("{}: {}", above.name, technique.name);
}

const Technique* successor(const Technique& technique) {
  // Chains are short; the bound keeps a wrong table from turning in a circle.
  const Technique* at = &technique;
  for (int steps = 0; at && at->status != Status::kCurrent; ++steps)
    at = steps < 8 && !at->replaced_by.empty() ? find_technique(at->replaced_by) : nullptr;
  return at;
}

std::vector<const Tactic*> tactics_of(const Technique& technique) { return tactics_by_id(technique.tactics); }

std::vector<const Tactic*> former_tactics_of(const Technique& technique) {
  return tactics_by_id(technique.former_tactics.empty() ? technique.tactics : technique.former_tactics);
}

std::vector<Analytic> analytics_of(const Strategy& strategy) {
  std::vector<Analytic> analytics;
  for (const std::string_view part : split(strategy.analytics, ',')) {
    const std::string_view text = ascii_trim(part);
    const std::size_t blank = std::min(text.find(' '), text.size());
    analytics.push_back({.id = text.substr(0, blank), .platform = ascii_trim(text.substr(blank))});
  }
  return analytics;
}

}  // namespace yaral::attack
