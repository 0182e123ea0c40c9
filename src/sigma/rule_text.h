#pragma once

#include <expected>
#include <string>
#include <vector>

#include "sigma/imported.h"
#include "sigma/rule.h"

namespace yaral::sigma {

// The sections of a YARA-L rule, line by line.
struct Sections {
  std::vector<std::string> events;
  std::string match;                 // `$host over 5m`; empty: no such section
  std::vector<std::string> outcome;  // beside the risk score
  std::string condition;
};

// The rule with what Sigma says of it in `meta`, and its fidelity in a comment before it; in the one style of yaral. The
// error is what the compiler says of it.
std::expected<std::string, std::string> rule_text(const std::string& name, const Head& head, const Sections& sections,
                                                  const convert::Fidelity& fidelity);

// A name for a rule: of the letters of a title.
std::string rule_name(const Head& head);

}  // namespace yaral::sigma
