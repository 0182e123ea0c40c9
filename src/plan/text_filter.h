#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/literal_matcher.h"
#include "semantics/bound.h"

namespace re2 {
class FilteredRE2;
}

namespace yaral::plan {

// A regular expression whose literals, in whatever case, some part of the text has wherever the predicate is true of it: for
// predicates over one text field. Empty when nothing is known.
std::string needed_pattern(const semantics::Expr& e);

// Tells in one pass over a text which of many predicates can be true of it at all: those whose patterns need literals that
// the text lacks cannot. Read-only after construction.
class TextFilter {
 public:
  struct Pattern {
    std::uint32_t predicate;  // of the plan
    std::string pattern;
  };
  // Room for the work of one thread.
  struct Scratch {
    std::vector<int> atoms;
    std::vector<std::uint8_t> seen;
    std::vector<int> patterns;
    std::vector<std::uint32_t> possible;
  };

  explicit TextFilter(const std::vector<Pattern>& patterns);
  ~TextFilter();

  // The predicates it knows of: those whose patterns need literals. None when a filter would cost more than it saves.
  const std::vector<std::uint32_t>& predicates() const { return predicates_; }
  // Whether possible() can tell of a text: not where a letter beyond ASCII is one of ASCII in another case.
  static bool can_tell(std::string_view text);
  // Places in predicates() of those that can be true of a text of which it can tell, in order.
  std::span<const std::uint32_t> possible(std::string_view text, Scratch& scratch) const;

 private:
  void find_patterns(std::string_view text, Scratch& scratch) const;

  std::vector<std::uint32_t> predicates_;
  std::vector<std::uint32_t> places_;  // in predicates_, by pattern of the tree; kNone of those that need no literal
  std::unique_ptr<re2::FilteredRE2> tree_;
  std::size_t atoms_ = 0;
  std::vector<std::uint32_t> foreign_atoms_;  // with letters beyond ASCII, whose cases are not looked for
  std::unique_ptr<LiteralMatcher> literals_;
};

}  // namespace yaral::plan
