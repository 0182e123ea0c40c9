#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yaral::sigma {

// How faithful an imported rule is to its Sigma rule, on events of its log source.
enum class Fidelity : unsigned char {
  kExact,        // the same events
  kApproximate,  // others in cases that the notes name
  kRefused,      // there is no rule; the notes say why
};

std::string_view to_string(Fidelity fidelity);

// What became of one rule, correlation or filter.
struct Imported {
  std::string file;
  unsigned line = 0;
  std::string title;
  std::string id;
  std::string rule_name;  // of the YARA-L rule; empty when refused
  Fidelity fidelity = Fidelity::kExact;
  std::vector<std::string> notes;
  std::string text;  // the rule, formatted
};

}  // namespace yaral::sigma
