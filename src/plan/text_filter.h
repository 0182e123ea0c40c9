#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/literal_matcher.h"
#include "base/text.h"
#include "plan/list_matcher.h"
#include "semantics/bound.h"

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
  // Room for the work of one thread.
  struct Scratch {
    std::vector<std::uint8_t> seen;  // by literal; all zero between texts
    std::vector<std::uint32_t> literals;
    std::vector<std::uint32_t> met;    // by predicate: its clauses that are met, a bit each; all zero between texts
    std::vector<std::uint32_t> begun;  // the predicates with such a clause
    std::vector<std::uint32_t> possible;
  };

  explicit TextFilter(const std::vector<Pattern>& patterns);

  // The predicates it knows of: those whose patterns need literals. None when a filter would cost more than it saves.
  const std::vector<std::uint32_t>& predicates() const { return predicates_; }
  // Whether possible() can tell of a text: not where a letter beyond ASCII is one of ASCII in another case.
  static bool can_tell(std::string_view text);
  // Whether is_barren() can be true.
  bool screens() const { return literals_ && literals_->screens(); }
  // Whether it is clear at a glance that none of predicates() can be true of the text.
  bool is_barren(std::string_view text) const {
    return literals_->next(text, 0) == LiteralMatcher::npos && is_ascii(text);
  }
  // Places in predicates() of those that can be true of a text of which it can tell, in order. Valid until the next call.
  std::span<const std::uint32_t> possible(std::string_view text, Scratch& scratch) const;

 private:
  // Where a literal stands: a clause of a pattern.
  struct Use {
    std::uint32_t place;   // in predicates_
    std::uint32_t clause;  // its bit
  };

  std::vector<std::uint32_t> predicates_;
  std::vector<std::uint32_t> clauses_;  // of each predicate: a bit for each
  std::vector<std::vector<Use>> uses_;  // of each literal
  std::optional<LiteralMatcher> literals_;
};

}  // namespace yaral::plan
