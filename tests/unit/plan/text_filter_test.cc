#include "plan/text_filter.h"

#include <gmock/gmock.h>

#include <re2/re2.h>

#include <algorithm>
#include <random>

#include "base/text.h"
#include "functions/case.h"
#include "semantics/bind.h"

namespace yaral::plan {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::uint32_t> possible(const TextFilter& filter, std::string_view text) {
  TextFilter::Scratch scratch;
  std::vector<std::uint32_t> predicates;
  for (const std::uint32_t place : filter.possible(text, scratch)) predicates.push_back(filter.predicates()[place]);
  return predicates;
}

TEST(TextFilter, OnlyWhatHasItsLiteralsIsPossible) {
  const TextFilter filter({{10, "signtool\\.exe$"}, {11, "(?:certutil|certmgr)"}, {12, "a+"}, {13, "Sign.*Tool"}});
  EXPECT_THAT(filter.predicates(), ElementsAre(10, 11, 13)) << "no literal is needed for 12";
  EXPECT_THAT(possible(filter, "C:\\x\\SIGNTOOL.EXE"), ElementsAre(10, 13));
  EXPECT_THAT(possible(filter, "certmgr"), ElementsAre(11));
  EXPECT_THAT(possible(filter, ""), IsEmpty());
}

// `1` or `b`: without regard to case the class would be `1` alone, as `B` is left out.
TEST(TextFilter, PatternsKeepTheirCase) {
  const TextFilter filter({{1, "[^\\x00-02-ac-\\x{10FFFF}]cde"}});
  EXPECT_THAT(possible(filter, "bcde"), ElementsAre(1));
}

TEST(TextFilter, PatternsThatDoNotCompileAreLeftOut) {
  const TextFilter filter({{1, "("}, {2, "abc"}});
  EXPECT_THAT(filter.predicates(), ElementsAre(2));
  EXPECT_THAT(TextFilter({{1, "("}}).predicates(), IsEmpty());
  const TextFilter nothing({{1, "a+"}, {2, "."}});
  EXPECT_THAT(nothing.predicates(), IsEmpty());
  EXPECT_THAT(possible(nothing, "a"), IsEmpty());
  EXPECT_THAT(TextFilter({{1, std::string(200'000, 'x')}}).predicates(), IsEmpty()) << "too many states";
}

// `K` is a k in another case, `İ` is an i to functions and none to regular expressions.
TEST(TextFilter, LettersBeyondAsciiAreNotFilteredBy) {
  const auto pattern_of = [](const std::string& predicate) {
    const semantics::CompiledFile file =
        semantics::compile("x", "rule r { meta: author = \"x\" events: " + predicate + " condition: $e }");
    EXPECT_EQ(file.rules.size(), 1u) << predicate;
    return needed_pattern(file.rules.front().predicates.front(), nullptr);
  };
  EXPECT_EQ(pattern_of("$e.principal.hostname = \"a.b\""), "a\\.b");
  EXPECT_EQ(pattern_of("$e.principal.hostname = \"İ\" nocase"), "");
  EXPECT_EQ(pattern_of("strings.contains(strings.to_lower($e.principal.hostname), \"ab\")"), "ab");
  EXPECT_EQ(pattern_of("strings.contains(\"ab\", $e.principal.hostname)"), "");
  EXPECT_EQ(pattern_of("$e.principal.hostname != \"ab\""), "");
  EXPECT_EQ(pattern_of("$e.principal.hostname = /a|b/"), "a|b");
  EXPECT_EQ(pattern_of("$e.principal.hostname = /a|b/ nocase"), "(?i)a|b");
  EXPECT_EQ(pattern_of("re.regex($e.principal.hostname, `ab`) nocase"), "(?i)ab");
  EXPECT_EQ(pattern_of("re.regex(strings.concat($e.principal.hostname, \"x\"), `ax`)"), "");
  EXPECT_EQ(pattern_of("$e.target.port = 4"), "");
}

TEST(TextFilter, ListsNeedOneOfTheirEntries) {
  const auto pattern_of = [](const std::string& test, const std::vector<std::string>& entries) {
    const semantics::CompiledFile file = semantics::compile(
        "x", "rule r { meta: author = \"x\" events: $e.principal.hostname " + test + " condition: $e }");
    EXPECT_EQ(file.rules.size(), 1u) << test;
    const semantics::Expr& e = file.rules.front().predicates.front();
    std::vector<std::string> bad;
    const ListMatcher list(entries, e.list_mode, e.nocase, bad);
    return needed_pattern(e, &list);
  };
  EXPECT_EQ(pattern_of("in %l", {"b.c", "a"}), "a|b\\.c");
  EXPECT_EQ(pattern_of("in %l nocase", {"B"}), "(?i)b");
  EXPECT_EQ(pattern_of("in regex %l", {"a|b", "^c"}), "(?:^c)|(?:a|b)");
  EXPECT_EQ(pattern_of("in %l", {}), "");
  EXPECT_EQ(pattern_of("in %l", {"abc", "Zürich"}), "") << "of the one nothing is known, so of none";
  EXPECT_EQ(pattern_of("in %l", {std::string(10'000, 'x')}), "") << "long to prepare";
  std::vector<std::string> many;
  many.reserve(600);
  for (int i = 0; i < 600; ++i) many.push_back("entry" + std::to_string(i));
  EXPECT_EQ(pattern_of("in %l", many), "") << "many to prepare";
  EXPECT_EQ(pattern_of("in cidr %l", {"10.0.0.0/8"}), "");
}

TEST(TextFilter, BarrenTextsHaveNoLiterals) {
  const TextFilter filter({{1, "(?i)Zürich"}, {2, "sign"}});
  ASSERT_TRUE(filter.screens());
  EXPECT_TRUE(filter.is_barren("notepad"));
  EXPECT_TRUE(filter.is_barren(""));
  EXPECT_FALSE(filter.is_barren("x signtool"));
  EXPECT_FALSE(filter.is_barren("ZÜRICH"));
  EXPECT_FALSE(filter.is_barren("ſign"));
  EXPECT_FALSE(filter.is_barren("é")) << "beyond ASCII it is not clear at a glance";
}

TEST(TextFilter, WhatWasFoundBeforeIsFoundAgain) {
  const TextFilter filter({{1, "sign"}, {2, "cert.*util"}, {3, "cert|mgr"}});
  TextFilter::Scratch scratch;
  for (int round = 0; round < 2; ++round) {
    EXPECT_THAT(filter.possible("util cert", scratch), ElementsAre(1, 2));
    EXPECT_THAT(filter.possible("sign", scratch), ElementsAre(0));
    EXPECT_THAT(filter.possible("cert", scratch), ElementsAre(2));
    EXPECT_THAT(filter.possible("", scratch), IsEmpty());
  }
}

// Of all code points, those that lower, upper or fold to ASCII.
TEST(TextFilter, CannotTellWhereALetterIsOneOfAsciiInAnotherCase) {
  for (char32_t c = 0x80; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string letter;
    append_utf8(letter, c);
    const bool ascii = is_ascii(functions::to_lower(letter)) || is_ascii(functions::to_upper(letter)) ||
                       is_ascii(fold_case(letter)) || re2::RE2::FullMatch(letter, "(?i)[\\x00-\\x7f]");
    ASSERT_EQ(TextFilter::can_tell("x" + letter + "x"), !ascii) << std::hex << static_cast<std::uint32_t>(c);
  }
}

TEST(TextFilter, LiteralsBeyondAsciiAreNotLookedFor) {
  const TextFilter filter({{1, "(?i)Zürich"}, {2, "sign"}, {3, "(?i)Zürich.*sign"}});
  EXPECT_THAT(possible(filter, "ZÜRICH"), ElementsAre(1));
  EXPECT_THAT(possible(filter, "ZÜRICH SIGN"), ElementsAre(1, 2, 3));
  EXPECT_THAT(possible(filter, "Genève"), IsEmpty());
  EXPECT_THAT(possible(filter, "Geneva sign"), ElementsAre(2));
}

TEST(TextFilter, WhatMatchesIsAlwaysPossible) {
  std::mt19937 random(3);
  const char* parts[] = {"cert",    "util", "(?:a|bc)", "[st]ign", ".*",           "\\.exe",       "x?",
                         "(?i)Key", "^",    "$",        "K",       "\\\\temp\\\\", "(sha(1|256))", "."};
  const char* words[] = {"CERT", "util", "sign", "tign", ".exe", "bc", "a", "key", "\\Temp\\", "sha256", " ", "x", "k"};
  for (int round = 0; round < 400; ++round) {
    std::vector<TextFilter::Pattern> patterns;
    for (std::uint32_t i = 0; i < 6; ++i) {
      std::string pattern;
      for (std::size_t n = 1 + random() % 4; n > 0; --n) pattern += parts[random() % std::size(parts)];
      patterns.push_back({i, pattern});
    }
    const TextFilter filter(patterns);
    std::string text;
    for (std::size_t n = random() % 7; n > 0; --n) text += words[random() % std::size(words)];
    const std::vector<std::uint32_t> can = possible(filter, text);
    for (const TextFilter::Pattern& pattern : patterns) {
      if (std::ranges::find(filter.predicates(), pattern.predicate) == filter.predicates().end()) continue;
      if (re2::RE2::PartialMatch(text, "(?i)" + pattern.pattern)) {
        EXPECT_THAT(can, Contains(pattern.predicate)) << pattern.pattern << " on " << text;
      }
    }
  }
}

}  // namespace
}  // namespace yaral::plan
