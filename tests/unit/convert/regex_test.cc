#include "convert/regex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yaral::convert {
namespace {

using testing::HasSubstr;

std::string in(RegexDialect dialect, std::string_view pattern, bool nocase = false) {
  const auto regex = translate_regex(pattern, nocase, dialect);
  return regex ? regex->text : "refused: " + regex.error();
}

TEST(RegexTest, Re2KeepsThePatternAndSaysWhatDotMeans) {
  EXPECT_EQ(in(RegexDialect::kRe2, R"(^\\temp\\)"), R"(^\\temp\\)");
  EXPECT_EQ(in(RegexDialect::kRe2, "a.b"), "(?-s)a.b");
  EXPECT_EQ(in(RegexDialect::kRe2, "ab", true), "(?i-s)ab");
}

TEST(RegexTest, WhatIsNoPatternIsRefusedEverywhere) {
  for (const auto dialect :
       {RegexDialect::kRe2, RegexDialect::kPcre, RegexDialect::kDotNet, RegexDialect::kJava, RegexDialect::kLucene})
    EXPECT_THAT(in(dialect, "a("), HasSubstr("refused: no regular expression"));
}

TEST(RegexTest, ConstructsThatADialectLacksAreNamed) {
  EXPECT_EQ(in(RegexDialect::kDotNet, "[[:alpha:]]x"), "refused: .NET cannot say POSIX classes");
  EXPECT_EQ(in(RegexDialect::kJava, "(?P<n>a)"), "refused: Java cannot say groups named as in Python");
  EXPECT_EQ(in(RegexDialect::kPcre, "[[:alpha:]]"), "[[:alpha:]]");
  // An escaped backslash before a letter is no escape of that letter.
  EXPECT_EQ(in(RegexDialect::kDotNet, R"(\\Qx)"), R"(\\Qx)");
}

TEST(RegexTest, DialectsThatReadTheSameOtherwiseSaySo) {
  EXPECT_FALSE(translate_regex("a$", false, RegexDialect::kDotNet)->shift.empty());
  EXPECT_TRUE(translate_regex("a$", false, RegexDialect::kRe2)->shift.empty());
}

TEST(RegexTest, LuceneIsAnchoredByItself) {
  EXPECT_EQ(in(RegexDialect::kLucene, "abc"), "(.|\n)*abc(.|\n)*");
  EXPECT_EQ(in(RegexDialect::kLucene, "^abc$"), "abc");
  EXPECT_EQ(in(RegexDialect::kLucene, "^abc"), "abc(.|\n)*");
  EXPECT_EQ(in(RegexDialect::kLucene, R"(^a\$)"), R"(a\$(.|)"
                                                  "\n"
                                                  ")*");
  EXPECT_EQ(in(RegexDialect::kLucene, "a|b"), "(.|\n)*(a|b)(.|\n)*");
  EXPECT_EQ(in(RegexDialect::kLucene, "^a|b"), "refused: Lucene cannot say anchors within alternatives");
}

TEST(RegexTest, LuceneHasNoClassesByLetterAndNoFlags) {
  EXPECT_EQ(in(RegexDialect::kLucene, R"(^\d+$)"), "[0-9]+");
  EXPECT_EQ(in(RegexDialect::kLucene, R"(^[\d_]$)"), "[0-9_]");
  EXPECT_EQ(in(RegexDialect::kLucene, "^a1$", true), "[aA]1");
  EXPECT_EQ(in(RegexDialect::kLucene, R"(^a#b"$)"), R"(a\#b\")");
  EXPECT_THAT(in(RegexDialect::kLucene, R"(\bx)"), HasSubstr("word boundaries"));
  EXPECT_THAT(in(RegexDialect::kLucene, "[a-z]", true), HasSubstr("classes of letters without case"));
  EXPECT_THAT(in(RegexDialect::kLucene, "a*?"), HasSubstr("lazy repetition"));
}

}  // namespace
}  // namespace yaral::convert
