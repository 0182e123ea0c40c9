#include "plan/needed_literals.h"

#include <gmock/gmock.h>

#include <re2/re2.h>

#include <algorithm>
#include <random>
#include <string>

#include "base/text.h"
#include "plan/text_filter.h"

namespace yaral::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Clauses = std::vector<LiteralClause>;

TEST(NeededLiterals, TextBetweenWhatMayBeAnything) {
  EXPECT_EQ(needed_literals("SignTool"), Clauses({{"signtool"}}));
  EXPECT_EQ(needed_literals(".*\\\\temp\\\\.*\\.exe$"), Clauses({{"\\temp\\"}, {".exe"}}));
  EXPECT_EQ(needed_literals("(?i)^certutil\\b.+-addstore"), Clauses({{"-addstore"}, {"certutil"}}));
  EXPECT_EQ(needed_literals("a\\Qb.c\\Ed"), Clauses({{"ab.cd"}}));
  EXPECT_THAT(needed_literals("ab"), IsEmpty()) << "too short";
  EXPECT_THAT(needed_literals(".*"), IsEmpty());
  EXPECT_THAT(needed_literals(""), IsEmpty());
}

TEST(NeededLiterals, OneOfSeveral) {
  EXPECT_EQ(needed_literals("\\.(exe|dll)$"), Clauses({{".dll", ".exe"}}));
  EXPECT_EQ(needed_literals("signtool|certutil"), Clauses({{"certutil", "signtool"}}));
  EXPECT_EQ(needed_literals("cert(util)?"), Clauses({{"cert"}})) << "the longer one holds the shorter";
  EXPECT_EQ(needed_literals("sha(1|256)sum"), Clauses({{"sha1sum", "sha256sum"}}));
  EXPECT_EQ(needed_literals("[-/]sign"), Clauses({{"-sign", "/sign"}}));
  EXPECT_EQ(needed_literals("x.*(abc|d.*efg)"), Clauses({{"abc", "efg"}}));
  EXPECT_THAT(needed_literals("signtool|.*"), IsEmpty());
  EXPECT_THAT(needed_literals("signtool|ab"), IsEmpty());
}

TEST(NeededLiterals, Repetition) {
  EXPECT_EQ(needed_literals("(abc)+def"), Clauses({{"abc"}, {"def"}}));
  EXPECT_EQ(needed_literals("(abc)*def"), Clauses({{"def"}}));
  EXPECT_EQ(needed_literals("(abc){2,}"), Clauses({{"abc"}}));
  EXPECT_EQ(needed_literals("(abc){0}def"), Clauses({{"def"}}));
  EXPECT_EQ(needed_literals("(abc){1}def"), Clauses({{"abcdef"}}));
  EXPECT_EQ(needed_literals("abcd?e"), Clauses({{"abce", "abcde"}}));
  EXPECT_THAT(needed_literals("(abc)*"), IsEmpty());
}

// In whatever case, so that nothing but letters of ASCII is looked for.
TEST(NeededLiterals, WhatIsBeyondAsciiIsLeftOut) {
  EXPECT_EQ(needed_literals("(?i)Zürich"), Clauses({{"rich"}}));
  EXPECT_EQ(needed_literals("Zürich"), Clauses({{"rich"}}));
  EXPECT_EQ(needed_literals("(?m)^sign$"), Clauses({{"sign"}}));
  EXPECT_THAT(needed_literals("\\pLsign"), IsEmpty()) << "of such classes nothing is known";
  EXPECT_THAT(needed_literals("("), IsEmpty());
}

// As RE2 reads them.
TEST(NeededLiterals, WhatLooksLikeARepetition) {
  EXPECT_EQ(needed_literals("abc{01}def"), Clauses({{"abc{01}def"}})) << "no number begins with a zero";
  EXPECT_EQ(needed_literals("abc{00}def"), Clauses({{"abc{00}def"}}));
  EXPECT_EQ(needed_literals("abc{,3}def"), Clauses({{"abc{,3}def"}}));
  EXPECT_EQ(needed_literals("\\x{0000000000041}bc"), Clauses({{"abc"}}));
  EXPECT_THAT(needed_literals("abc(?i)*def"), IsEmpty()) << "repeats the c";
  EXPECT_THAT(needed_literals("abc(?m){0}def"), IsEmpty());
  EXPECT_THAT(needed_literals("abc\\Q\\E*def"), IsEmpty());
  EXPECT_EQ(needed_literals("abc(?i){def"), Clauses({{"abc{def"}}));
  EXPECT_THAT(needed_literals("/a" +
                              [] {
                                std::string repeated;
                                for (int i = 0; i < 2000; ++i) repeated += "\\Q\\E+";
                                return repeated;
                              }()),
              IsEmpty())
      << "as deep as it is long";
}

TEST(NeededLiterals, LongPatternsAreBounded) {
  EXPECT_THAT(needed_literals(std::string(20'000, 'a')), IsEmpty());
  EXPECT_FALSE(needed_literals(std::string(10'000, 'a')).empty());
  std::string many = "abcd";
  for (int i = 0; i < 2000; ++i) many += "|word" + std::to_string(i);
  EXPECT_THAT(needed_literals(many), IsEmpty());
  std::string sequence = "abcd";
  for (int i = 0; i < 50; ++i) sequence += ".*word" + std::to_string(i);
  EXPECT_LE(needed_literals(sequence).size(), 8u);
  EXPECT_LE(needed_literals("abc" + std::string(40, '?')).size(), 1u);
  std::string product = "abc";
  for (int i = 0; i < 40; ++i) product += "[ab]";
  EXPECT_FALSE(needed_literals(product).empty());
}

// Random patterns of all that the language has, and texts made by and beside them.
class RandomPattern {
 public:
  explicit RandomPattern(unsigned seed) : random_(seed) {}

  std::string pattern(int depth = 0) {
    std::string out = number(8) == 0 ? flags() : "";
    for (std::size_t n = 1 + number(4); n > 0; --n) {
      out += depth < 3 && number(4) == 0 ? group(depth) : one_of(kParts);
      if (number(5) == 0) out += one_of(kRepeats);
      if (number(12) == 0) out += flags();
      if (depth == 0 && number(12) == 0) out += "|";
    }
    return out;
  }
  std::string text() {
    std::string out;
    for (std::size_t n = number(9); n > 0; --n) out += one_of(kWords);
    return out;
  }

 private:
  static constexpr const char* kParts[] = {"{01}",   "\\x{000000000061}",
                                           "\\Q\\E", "cert",
                                           "util",   "sign",
                                           "abc",    "Key",
                                           ".",      ".*",
                                           "\\\\",   "\\.",
                                           "[st]",   "[^a]",
                                           "[a-c]",  "[[:^alpha:]]",
                                           "[\\w-]", "\\d",
                                           "\\s",    "\\W",
                                           "\\b",    "\\B",
                                           "^",      "$",
                                           "\\x41",  "\\x{62}",
                                           "\\101",  "\\Qa.c\\E",
                                           "ü",      "[ä-ö]",
                                           "\\A",    "\\z",
                                           "x{2}",   "\\t",
                                           "\\a",    "{",
                                           "{,2}",   "[]a]",
                                           "[^]a]",  "[a-]",
                                           "\\-",    "1{1,2}",
                                           "(?:)"};
  static constexpr const char* kRepeats[] = {"*", "+", "?", "{0,1}", "{2}", "{1,}", "*?", "??", "{0}"};
  static constexpr const char* kWords[] = {"{01}", "cert", "UTIL", "sign", "tign", "abc", "a.c", "KEY", "a",
                                           "b",    "A",    "\\",   ".",    "s",    "ü",   "Ü",   " ",   "1",
                                           "xx",   "-",    "\t",   "{",    "{,2}", "]",   "\n"};

  std::size_t number(std::size_t below) { return random_() % below; }
  template <std::size_t N>
  std::string one_of(const char* const (&all)[N]) {
    return all[number(N)];
  }
  std::string flags() {
    constexpr const char* kFlags[] = {"(?i)", "(?s)", "(?m)", "(?-i)", "(?is)", "(?U)"};
    return one_of(kFlags) + (number(6) == 0 ? one_of(kRepeats) : "");
  }
  std::string group(int depth) {
    constexpr const char* kOpen[] = {"(", "(?:", "(?i:", "(?P<n>", "(?s-i:"};
    std::string out = one_of(kOpen) + pattern(depth + 1);
    for (std::size_t n = number(3); n > 0; --n) out += "|" + pattern(depth + 1);
    return out + ")";
  }

  std::mt19937 random_;
};

TEST(NeededLiterals, EveryTextThatMatchesHasThem) {
  RandomPattern made(11);
  re2::RE2::Options options;
  options.set_log_errors(false);
  std::size_t held = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string pattern = made.pattern();
    const re2::RE2 regex(pattern, options);
    if (!regex.ok()) continue;
    const Clauses clauses = needed_literals(pattern);
    if (clauses.empty()) continue;
    for (int i = 0; i < 30; ++i) {
      const std::string text = made.text();
      if (!TextFilter::can_tell(text) || !re2::RE2::PartialMatch(text, regex)) continue;
      const std::string small = ascii_lower(text);
      for (const LiteralClause& clause : clauses)
        EXPECT_TRUE(std::ranges::any_of(clause, [&](const std::string& literal) { return small.contains(literal); }))
            << pattern << " on " << text;
      ++held;
    }
  }
  EXPECT_GT(held, 1000u);
}

}  // namespace
}  // namespace yaral::plan
