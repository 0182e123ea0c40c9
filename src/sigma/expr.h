#pragma once

#include <string>
#include <vector>

namespace yaral::sigma {

// A predicate of a rule on its way to text.
struct Expr {
  enum class Kind : unsigned char { kLeaf, kAnd, kOr, kNot };
  Kind kind = Kind::kLeaf;
  std::string text;  // of a leaf
  std::vector<Expr> children;
};

Expr leaf(std::string text);
// One child stands for itself; children of the same kind are taken in. There must be one at least.
Expr all_of(std::vector<Expr> children);
Expr any_of(std::vector<Expr> children);
Expr negate(Expr child);

// With parentheses where they are needed.
std::string to_text(const Expr& expr);
// One predicate a line, as `events` joins them by `and`.
std::vector<std::string> to_lines(const Expr& expr);

}  // namespace yaral::sigma
