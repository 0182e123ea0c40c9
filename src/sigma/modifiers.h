#pragma once

#include <expected>
#include <string>
#include <vector>

#include "sigma/pattern.h"
#include "sigma/rule.h"

namespace yaral::sigma {

// One value of a test, its modifiers applied.
struct Match {
  enum class Kind : unsigned char {
    kPattern,
    kRegex,     // `text`, with `flags`
    kCidr,      // `text`
    kCompare,   // `flags` is `<`, `<=`, `>` or `>=`, `text` a number
    kExists,    // or does not, by `wanted`
    kNull,      // has no value
    kFieldRef,  // equals the field `text`
    kTimePart,  // `flags` is `hour` and so on, `text` a number
  };
  Kind kind = Kind::kPattern;
  Pattern pattern;
  std::string text;
  std::string flags;
  bool cased = false;
  bool wanted = true;
};

struct FieldMatch {
  std::vector<Match> matches;
  bool all = false;  // every one must hold, not any
};

// A text that any event with it in some place has; by the modifiers of a test. The error says which modifier is not
// possible and why.
std::expected<FieldMatch, std::string> apply_modifiers(const FieldTest& test);

// Names of the modifiers that are understood, for the documentation's test.
std::vector<std::string> modifier_names();

}  // namespace yaral::sigma
