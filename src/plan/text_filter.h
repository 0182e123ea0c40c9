#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/literal_matcher.h"
#include "base/text.h"
#include "plan/list_matcher.h"
#include "semantics/bound.h"

namespace re2 {
class FilteredRE2;
}

namespace yaral::plan {

// A regular expression whose literals, in whatever case, some part of the text has wherever the predicate is true of it: for
// predicates over one text field. Empty when nothing is known. `list` is that of a test against a list, else null.
std::string needed_pattern(const semantics::Expr& e, const ListMatcher* list);

// Tells in one pass over a text which of many predicates can be true of it at all: those whose patterns need literals that
// the text lacks cannot. Read-only after construction.
class TextFilter {
 public:
  struct Pattern {
    std::uint32_t predicate;  // of the plan
    std::string pattern;
  };
  // Room for the work of one thread, and what it found before.
  struct Scratch {
    std::vector<int> atoms;
    std::vector<std::uint8_t> seen;  // by atom; all zero between texts
    std::vector<int> patterns;
    std::vector<std::uint32_t> possible;
    // The same by atoms: most texts that have any have what others have.
    boost::unordered_flat_map<std::vector<int>, std::vector<std::uint32_t>> known;
  };

  explicit TextFilter(const std::vector<Pattern>& patterns);
  ~TextFilter();

  // The predicates it knows of: those whose patterns need literals. None when a filter would cost more than it saves.
  const std::vector<std::uint32_t>& predicates() const { return predicates_; }
  // Whether possible() can tell of a text: not where a letter beyond ASCII is one of ASCII in another case.
  static bool can_tell(std::string_view text);
  // Whether is_barren() can be true.
  bool screens() const { return literals_ != nullptr && literals_->screens(); }
  // Whether it is clear at a glance that none of predicates() can be true of the text.
  bool is_barren(std::string_view text) const {
    return literals_->next(text, 0) == LiteralMatcher::npos && is_ascii(text);
  }
  // Places in predicates() of those that can be true of a text of which it can tell, in order.
  // Valid until the next call.
  std::span<const std::uint32_t> possible(std::string_view text, Scratch& scratch) const;

 private:
  void find_atoms(std::string_view text, Scratch& scratch) const;
  // Those that the atoms let be true.
  void find_patterns(Scratch& scratch) const;

  std::vector<std::uint32_t> predicates_;
  std::vector<std::uint32_t> places_;  // in predicates_, by pattern of the tree; kNone of those that need no literal
  std::unique_ptr<re2::FilteredRE2> tree_;
  std::size_t atoms_ = 0;
  std::vector<std::uint32_t> foreign_atoms_;  // with letters beyond ASCII, whose cases are not looked for
  std::unique_ptr<LiteralMatcher> literals_;
};

}  // namespace yaral::plan
