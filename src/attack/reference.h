#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attack/technique.h"

// What people write to name techniques and tactics, and what is wrong with it.
namespace yaral::attack {

enum class Fault : std::uint8_t {
  kUnknownTechnique,
  kAmbiguousTechnique,  // a name that several techniques have
  kRevokedTechnique,
  kDeprecatedTechnique,
  kUnknownTactic,
  kForeignTactic,  // of none of the techniques named beside it
  kWrongKind,      // a tactic where a technique should be, or the other way round
  kWrongName,      // of the technique named beside it
  kTooMany,
};

struct Problem {
  Fault fault;
  std::string message;  // what is wrong and what to write instead, after the name of a file or a rule

  bool operator==(const Problem&) const = default;
};

// A tactic, and in which version the way it was named has it.
struct NamedTactic {
  const Tactic* tactic;
  bool current = true;
  bool former = true;

  bool operator==(const NamedTactic&) const = default;
};

// Everything named so far, none twice.
struct Reference {
  std::vector<const Technique*> techniques;  // as written: revoked ones stay what they are
  std::vector<NamedTactic> tactics;
  std::vector<Problem> problems;
};

enum class Holds : std::uint8_t {
  kTechniques,
  kTactics,
  kBoth,
  kIds,  // ids among other things: tags, links
};

// Adds what a value names: ids (`T1553.002`, `t1553/002`, those within links and tags) and names, several separated by
// `,`, `;`, `|` or line ends.
void read_value(std::string_view value, Holds holds, Reference& into);

// Of the tactics those that none of the techniques belongs to. Nothing without techniques.
std::vector<Problem> foreign_tactics(std::span<const Technique* const> techniques,
                                     std::span<const NamedTactic> tactics);

// All that is wrong with a technique and its tactics, as a package names them. The name is not checked when it is empty.
std::vector<Problem> check_reference(std::string_view technique, std::span<const std::string> tactics,
                                     std::string_view name = {});

}  // namespace yaral::attack
