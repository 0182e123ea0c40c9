#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace yaral::sigma {

// The `condition` of a rule as a tree.
struct Condition {
  enum class Kind : unsigned char {
    kAnd,
    kOr,
    kNot,        // of the one child
    kSelection,  // `name`
    kOneOf,      // any selection whose name matches the pattern `name`
    kAllOf,      // all of them
  };
  Kind kind = Kind::kSelection;
  std::string name;
  std::vector<Condition> children;
};

// Parses `selection and not 1 of filter_*`. The error is a sentence that says what is wrong and, where it is known, what
// to do.
std::expected<Condition, std::string> parse_condition(std::string_view text);

// Whether the name of a selection matches the pattern of `1 of …`: `*` stands for any letters, `them` for all names that
// do not begin with `_`.
bool selection_matches(std::string_view pattern, std::string_view name);

}  // namespace yaral::sigma
