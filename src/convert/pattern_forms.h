#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "convert/literal_pattern.h"

namespace yaral::convert {

// What a pattern of RE2 is, whatever it is asked of.
struct PatternForm {
  std::string error;                     // why it is no pattern; empty when it is one
  bool matches_nothing = false;          // the empty text matches
  std::vector<LiteralPattern> literals;  // texts that say the same; empty when none do
};

// The patterns of a rule, each looked at once however many sources it is looked for in.
class PatternForms {
 public:
  const PatternForm& of(std::string_view pattern, bool nocase);

 private:
  std::map<std::pair<std::string, bool>, PatternForm> known_;
};

}  // namespace yaral::convert
