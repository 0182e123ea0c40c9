#include "convert/lucene_regex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include "functions/signatures/regex.h"

namespace yaral::convert {
namespace {

using testing::HasSubstr;

std::string in_lucene(std::string_view pattern, bool nocase = false) {
  const auto out = lucene_regex(pattern, nocase);
  return out ? *out : "refused: " + out.error();
}

TEST(LuceneRegex, IsAnchoredByItself) {
  EXPECT_EQ(in_lucene("abc"), ".*abc.*");
  EXPECT_EQ(in_lucene("^abc$"), "abc");
  EXPECT_EQ(in_lucene("^abc"), "abc.*");
  EXPECT_EQ(in_lucene(R"(^a\$)"), R"(a\$.*)");
  EXPECT_EQ(in_lucene("a|b"), ".*(a|b).*");
  EXPECT_EQ(in_lucene(""), ".*");
  EXPECT_EQ(in_lucene("^$"), "()");
}

TEST(LuceneRegex, AnchorsWithinAlternativesAreTakenApart) {
  EXPECT_EQ(in_lucene("^a|b"), "a.*|.*b.*");
  EXPECT_EQ(in_lucene(R"((^|[\\/])signtool\.exe$)"), R"(signtool\.exe|.*[/\\]signtool\.exe)");
  EXPECT_EQ(in_lucene(R"(-enc(\s|$))"), ".*-enc|.*-enc[\t\n\f\r ].*");
  EXPECT_EQ(in_lucene("(^a)?b"), "ab.*|.*b.*");
}

TEST(LuceneRegex, WhatIsOpenAtAnEndIsLeftAway) {
  EXPECT_EQ(in_lucene(".*abc.*"), ".*abc.*");
  EXPECT_EQ(in_lucene("a+b?"), ".*a.*");
  EXPECT_EQ(in_lucene("^.*a"), "[^\n]*a.*");
  EXPECT_EQ(in_lucene("(?s)^.*a"), ".*a.*");
  EXPECT_EQ(in_lucene("a{2,4}$"), ".*a{2}");
}

TEST(LuceneRegex, ClassesAndCaseAreWrittenOut) {
  EXPECT_EQ(in_lucene(R"(^\d+$)"), "[0-9]+");
  EXPECT_EQ(in_lucene(R"(^[\d_]$)"), "[0-9_]");
  EXPECT_EQ(in_lucene(R"(^[^\s]$)"), "[^\t\n\f\r ]");
  EXPECT_EQ(in_lucene(R"(^\S\W$)"), "[^\t\n\f\r ][^0-9A-Z_a-z]");
  EXPECT_EQ(in_lucene("^[[:xdigit:]]$"), "[0-9A-Fa-f]");
  EXPECT_EQ(in_lucene("^a1$", true), "[Aa]1");
  EXPECT_EQ(in_lucene("^(?i)a(?-i)b$"), "[Aa]b");
  EXPECT_EQ(in_lucene("^(?i:a)b$"), "[Aa]b");
  EXPECT_EQ(in_lucene("^[a-f]$", true), "[A-Fa-f]");
  EXPECT_EQ(in_lucene(R"(^a*?b+?$)"), "a*b+");
  EXPECT_EQ(in_lucene(R"(^\Qa.b\E\x41\x{e9}\101$)"),
            "a\\.bA\xC3\xA9"
            "A");
}

TEST(LuceneRegex, OperatorsOfLuceneAloneAreText) { EXPECT_EQ(in_lucene(R"(^a#b"<c>@&~$)"), R"(a\#b\"\<c\>\@\&\~)"); }

TEST(LuceneRegex, BoundariesBesideLetters) {
  EXPECT_EQ(in_lucene(R"(\bnet\b)"), "net|net[^0-9A-Z_a-z].*|.*[^0-9A-Z_a-z]net|.*[^0-9A-Z_a-z]net[^0-9A-Z_a-z].*");
  EXPECT_THAT(in_lucene(R"(a\bb)"), HasSubstr("refused: word boundaries within the pattern"));
  EXPECT_THAT(in_lucene(R"(\b.a)"), HasSubstr("refused: word boundaries beside"));
}

TEST(LuceneRegex, WhatCannotBeSaidIsNamed) {
  EXPECT_EQ(in_lucene("a^b"), "refused: anchors within the pattern");
  EXPECT_EQ(in_lucene(R"(\pLx)"), "refused: the escape \\p");
  EXPECT_EQ(in_lucene("(?m)^a"), "refused: the flag (?m)");
  EXPECT_EQ(in_lucene("\xC3\xA9", true), "refused: \xC3\xA9 without case");
  EXPECT_EQ(in_lucene("(^a)*b"), "refused: repeated anchors");
  EXPECT_THAT(in_lucene(std::string(200, '(') + 'a' + std::string(200, ')')), HasSubstr("groups so deep"));
  std::string long_pattern;
  for (int i = 0; i < 5000; ++i) long_pattern += "a?";
  EXPECT_THAT(in_lucene(long_pattern), HasSubstr("so long a pattern"));
}

// RE2 is the judge of both: what Lucene is given has only operators that mean the same to RE2, matching the whole text.
TEST(LuceneRegex, MatchesTheSameTexts) {
  const char* const patterns[] = {"abc",
                                  "^abc",
                                  "abc$",
                                  "^abc$",
                                  "a|b",
                                  "^a|b$",
                                  "(^|[\\\\/])a\\.exe$",
                                  "a( |$)",
                                  "(?:^|\\s)-e(?:nc)?\\b",
                                  "\\bnet1?\\b",
                                  "\\bnet",
                                  "net\\b",
                                  "(?i)NeT",
                                  "[^\\s]+x",
                                  "^[^a]$",
                                  "a.c",
                                  "a(?s:.)c",
                                  "a.*?c",
                                  "a+?b",
                                  "x{2}",
                                  "x{2,}y",
                                  "(a|b)+c$",
                                  "^(a|b)*$",
                                  "",
                                  "^$",
                                  "a?$",
                                  "^a?",
                                  "(a|)b",
                                  "(|a)",
                                  "[a-c-]",
                                  "[]a]",
                                  "[\\]a]",
                                  "[\\\\x]",
                                  "\\\\",
                                  "\\.",
                                  "\"#@&<>~",
                                  "[#@~&<>\"]",
                                  "[[:alpha:]]b",
                                  "[^[:digit:]]b",
                                  "\\D\\d",
                                  "\\W\\w",
                                  "\\S\\s",
                                  "\\n",
                                  "a\\nb",
                                  "(^a|b$)",
                                  "((^a|b)c|d)$",
                                  "(a$|b)",
                                  "(?i)[a-c]+$",
                                  "(?i)[^a]",
                                  "(?i)k",
                                  "\\A[ab]",
                                  "[ab]\\z",
                                  "(^|x)(a|b)($|y)",
                                  "(^)?ab",
                                  "^^a",
                                  "a$$",
                                  "(?U)a+b",
                                  "a{0}b",
                                  "a{1,2}b",
                                  "[\\x41-\\x43]",
                                  "\\$\\^\\(",
                                  "\\Ba|x",
                                  "(\\b)?a",
                                  "a\\b",
                                  ".a",
                                  "a.",
                                  "..",
                                  "(?i)\\w",
                                  "-enc",
                                  "%TEMP%",
                                  "^\\s*$",
                                  "\\s+$",
                                  "[^\\w]a",
                                  "(a|^b)c",
                                  "(a|b$|c)"};
  std::vector<std::string> texts{
      "",      "\n",   "a\nb", "a\nc", "\\a.exe", "/a.exe",   "a.exe",    "a.exe ", "x\\a.exe", "-enc",  " -enc ",
      "-encx", "-e",   "x-e",  "net",  "net1",    "net1.exe", "xnet",     "net x",  "NET",      "nEt",   "xxy",
      "xx",    "xxxy", "$^(",  "\\",   "]",       "-",        "\"#@&<>~", "#",      "abc",      "aabbc", "ac",
      "a c",   "k",    "ABC",  "1b",   "é",       "éb",       "%TEMP%",   "   ",    "a1",       "1a",    "ab",
      "ba",    "xab",  "xabx", "xaby", "bc",      "abd",      "cd"};
  for (const char a : std::string_view("ab c\\\n-x1"))
    for (const char b : std::string_view("ab c\\\n-x1"))
      for (const char c : std::string_view("ab \n$")) texts.push_back({a, b, c});
  std::size_t said = 0;
  for (const char* pattern : patterns) {
    for (const bool nocase : {false, true}) {
      const auto rule = functions::compile_regex(pattern, nocase);
      ASSERT_TRUE(rule->ok()) << pattern;
      const auto made = lucene_regex(pattern, nocase);
      if (!made) continue;
      ++said;
      const re2::RE2 lucene("(?s)" + *made);
      ASSERT_TRUE(lucene.ok()) << *made;
      for (const std::string& text : texts)
        EXPECT_EQ(re2::RE2::PartialMatch(text, *rule), re2::RE2::FullMatch(text, lucene))
            << pattern << " as " << *made << " on " << text;
    }
  }
  EXPECT_GT(said, 140u);
}

}  // namespace
}  // namespace yaral::convert
