#pragma once

#include <string>
#include <utility>
#include <vector>

#include "convert/fidelity.h"
#include "convert/filter.h"
#include "convert/search.h"

namespace yaral::convert {

// One test of a selection: `CommandLine|contains: [...]`.
struct SigmaTest {
  std::string key;
  std::vector<std::string> values;  // as YAML scalars; any of them

  bool operator==(const SigmaTest&) const = default;
};

// A condition in tests of Sigma.
struct SigmaNode {
  enum class Kind : std::uint8_t { kTest, kAnd, kOr, kNot, kAlways, kNever };
  Kind kind = Kind::kAlways;
  SigmaTest test;
  std::vector<SigmaNode> children;

  bool operator==(const SigmaNode&) const = default;
};

// All of them, without what follows from the others.
SigmaNode sigma_all_of(std::vector<SigmaNode> nodes);

// The `detection` of a Sigma rule: selections by name, each any of some maps of tests, and a condition over them.
struct SigmaDetection {
  using Map = std::vector<SigmaTest>;
  struct Selection {
    std::string name;
    std::vector<Map> alternatives;
  };
  std::vector<Selection> selections;
  std::string condition;
};

// A filter in tests of Sigma. What Sigma cannot say is refused by the rule's own words.
SigmaNode sigma_node(const Filter& filter, Fidelity& fidelity);

// A text as a value of Sigma: wildcards and backslashes before them escaped.
std::string sigma_escape(std::string_view text);

// `tautology`: a field to ask for where every event of the log source is meant.
SigmaDetection sigma_detection(const SigmaNode& node, const std::string& tautology);

// The lines below `detection:`.
std::string sigma_text(const SigmaDetection& detection);

}  // namespace yaral::convert
