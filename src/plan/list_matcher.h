#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "functions/implementation.h"
#include "semantics/bound.h"

namespace re2 {
class RE2;
}

namespace yaral::plan {

// A reference list compiled for one way of matching: equality, regex or CIDR (language reference 3.12).
class ListMatcher {
 public:
  // Entries that do not compile are left out and described in `bad`.
  ListMatcher(const std::vector<std::string>& entries, semantics::ListMode mode, bool nocase,
              std::vector<std::string>& bad);
  ~ListMatcher();
  ListMatcher(ListMatcher&&) noexcept;

  // Without entries nothing matches.
  bool empty() const { return strings_.empty() && patterns_.empty() && blocks_.empty(); }
  // Equal to one of these (folded when nocase()), or found by one of those: one of the two is empty.
  const std::unordered_set<std::string>& texts() const { return strings_; }
  std::span<const std::unique_ptr<re2::RE2>> patterns() const { return patterns_; }
  bool nocase() const { return nocase_; }

  bool matches(std::string_view text, functions::CallContext& context) const;

 private:
  semantics::ListMode mode_;
  bool nocase_;
  std::unordered_set<std::string> strings_;
  std::vector<std::unique_ptr<re2::RE2>> patterns_;
  std::vector<std::unique_ptr<const functions::Prepared>> blocks_;
};

}  // namespace yaral::plan
