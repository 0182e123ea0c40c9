#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The techniques and tactics of MITRE ATT&CK for Enterprise, as tables: ids, names and what belongs to what. Made by
// scripts/gen-attack; the head of each .def file holds MITRE's notice.
namespace yaral::attack {

// "19.2", and the version before it, whose names and tactics are understood as well.
std::string_view version();
std::string_view former_version();

struct Tactic {
  std::string_view id;           // TA0005
  std::string_view name;         // Stealth
  std::string_view former_name;  // Defense Evasion; empty when it was the same
};

enum class Status : std::uint8_t { kCurrent, kRevoked, kDeprecated };

struct Technique {
  std::string_view id;              // T1553.002
  std::string_view name;            // without that of the technique above: Code Signing
  std::string_view former_name;     // empty when it was the same
  std::string_view tactics;         // ids, separated by blanks; empty unless it is current
  std::string_view former_tactics;  // empty when they were the same
  std::string_view platforms;       // separated by ", "; empty when not known
  Status status = Status::kCurrent;
  std::string_view replaced_by;  // of revoked ones
};

// Something to collect and look for, for one platform.
struct Analytic {
  std::string_view id;  // AN0643
  std::string_view platform;
};

// How ATT&CK says that a technique is detected.
struct Strategy {
  std::string_view technique;
  std::string_view id;         // DET0230
  std::string_view analytics;  // "AN0643 Windows, AN0644 macOS"
};

std::span<const Tactic> all_tactics();        // in the order of the matrix
std::span<const Technique> all_techniques();  // by id

// By id, in whatever case. Null when there is none.
const Technique* find_technique(std::string_view id);
const Tactic* find_tactic(std::string_view id);
const Strategy* find_strategy(std::string_view technique_id);

// By name, present or former, whatever the case and whatever stands between the words; a sub-technique also by `Parent:
// Name`. Those that are current; if there are none, those that are no longer.
std::vector<const Technique*> techniques_named(std::string_view name);

bool is_subtechnique(const Technique& technique);
// The technique above a sub-technique; the technique itself when it is none.
const Technique& parent(const Technique& technique);
// `Subvert Trust Controls: Code Signing`.
std::string full_name(const Technique& technique);
// What is to be named in its place: itself when it is current, null when nothing replaces it.
const Technique* successor(const Technique& technique);

std::vector<const Tactic*> tactics_of(const Technique& technique);
// Of the version before: the same when nothing was changed.
std::vector<const Tactic*> former_tactics_of(const Technique& technique);
std::vector<Analytic> analytics_of(const Strategy& strategy);

// The letters and digits of a name, small: what names are compared by.
std::string name_key(std::string_view name);

}  // namespace yaral::attack
