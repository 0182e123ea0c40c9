#include "plan/list_matcher.h"

#include <array>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "functions/signatures/regex.h"

namespace yaral::plan {

namespace {

const functions::Implementation& cidr_test() { return *functions::find_implementation("net.ip_in_range_cidr"); }

}  // namespace

ListMatcher::~ListMatcher() = default;
ListMatcher::ListMatcher(ListMatcher&&) noexcept = default;

ListMatcher::ListMatcher(const std::vector<std::string>& entries, semantics::ListMode mode, bool nocase,
                         std::vector<std::string>& bad)
    : mode_(mode), nocase_(nocase) {
  for (const std::string& entry : entries) {
    switch (mode) {
      case semantics::ListMode::kString: strings_.insert(nocase ? fold_case(entry) : entry); break;
      case semantics::ListMode::kRegex: {
        auto pattern = functions::compile_regex(entry, nocase);
        if (pattern->ok()) {
          patterns_.push_back(std::move(pattern));
        } else {
          bad.push_back(fmt::format("`{}` is not a regular expression: {}", entry, pattern->error()));
        }
        break;
      }
      case semantics::ListMode::kCidr: {
        const std::array constants = {Value{}, Value::string(entry)};
        auto block = cidr_test().prepare(constants, false);
        if (block) {
          blocks_.push_back(std::move(block));
        } else {
          bad.push_back(fmt::format("`{}` is not a CIDR block", entry));
        }
        break;
      }
    }
  }
}

bool ListMatcher::matches(std::string_view text, functions::CallContext& context) const {
  switch (mode_) {
    case semantics::ListMode::kString: return strings_.contains(nocase_ ? fold_case(text) : std::string(text));
    case semantics::ListMode::kRegex:
      for (const auto& pattern : patterns_)
        if (re2::RE2::PartialMatch(functions::piece(text), *pattern)) return true;
      return false;
    case semantics::ListMode::kCidr:
      for (const auto& block : blocks_) {
        const std::array arguments = {Value::string(text), Value{}};
        if (cidr_test().call(context, arguments, block.get()).as_bool()) return true;
      }
      return false;
  }
  return false;
}

}  // namespace yaral::plan
