#include <gtest/gtest.h>

#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include "semantics/bind.h"

namespace yaral::semantics {
namespace {

bool says(const CompiledFile& file, syntax::Code code) {
  return std::ranges::any_of(file.diagnostics.all(), [&](const syntax::Diagnostic& d) { return d.code == code; });
}

// Plain patterns are not given to RE2 when they are checked: what it would say of them must be said all the same.
TEST(CheckPattern, AgreesWithRe2) {
  constexpr const char* kParts[] = {"a", "Z", "7",    ".",   ".*", "*", "\\.", "\\\\", "\\",  "-",
                                    "/", " ", "(?i)", "(",   ")",  "[", "]",   "{2}",  "+",   "?",
                                    "^", "$", "|",    "\\d", "_",  "'", "\\q", "\\-",  "\\(", "\\|",
                                    "!", "#", "~",    "<x>", "ü",  ",", ":",   ";",    "=",   "@"};
  std::mt19937 random(3);
  re2::RE2::Options options;
  options.set_log_errors(false);
  std::size_t good = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string pattern;
    for (std::size_t n = random() % 7; n > 0; --n) pattern += kParts[random() % std::size(kParts)];
    const re2::RE2 regex(pattern, options);
    const CompiledFile file = compile("x", "rule r { meta: author = \"x\" events: re.regex($e.principal.hostname, `" +
                                               pattern + "`) condition: $e }");
    EXPECT_EQ(says(file, syntax::Code::kBadRegex), !regex.ok()) << pattern;
    const bool matches_all = regex.ok() && re2::RE2::PartialMatch("", regex) && re2::RE2::PartialMatch("\x01", regex) &&
                             re2::RE2::PartialMatch("q7 Z~", regex) && re2::RE2::PartialMatch("\n\n", regex);
    EXPECT_EQ(says(file, syntax::Code::kMatchesEverything), matches_all) << pattern;
    good += regex.ok() ? 1 : 0;
  }
  EXPECT_GT(good, 5000u);
}

}  // namespace
}  // namespace yaral::semantics
