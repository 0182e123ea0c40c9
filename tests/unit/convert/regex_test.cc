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

}  // namespace
}  // namespace yaral::convert
