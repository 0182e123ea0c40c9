#include "sigma/pattern.h"

#include <gmock/gmock.h>

namespace yaral::sigma {
namespace {

std::string expression(const Pattern& pattern) {
  const Expression out = to_expression(pattern);
  return (out.at_start ? "^" : "") + out.body + (out.at_end ? "$" : "");
}

std::string expression(std::string_view text) { return expression(parse_pattern(text)); }

TEST(SigmaPattern, BackslashesEscapeWildcardsAndThemselves) {
  EXPECT_EQ(plain_text(parse_pattern(R"(C:\Windows\cmd.exe)")), R"(C:\Windows\cmd.exe)");
  EXPECT_EQ(plain_text(parse_pattern(R"(C:\\Windows)")), R"(C:\Windows)");
  EXPECT_EQ(plain_text(parse_pattern(R"(\\\\server)")), R"(\\server)");
  EXPECT_EQ(plain_text(parse_pattern(R"(a\*b\?c)")), "a*b?c");
  EXPECT_EQ(plain_text(parse_pattern(R"(end\)")), R"(end\)");
  EXPECT_EQ(plain_text(parse_pattern("")), "");
  EXPECT_EQ(plain_text(parse_pattern("a*")), std::nullopt);
}

TEST(SigmaPattern, WildcardsBecomeExpressions) {
  EXPECT_EQ(expression(R"(\\*)"), R"(^\\)");
  EXPECT_EQ(expression("*.exe"), R"(\.exe$)");
  EXPECT_EQ(expression("*a*b*"), "a(?s:.*)b");
  EXPECT_EQ(expression("a?b"), "^a(?s:.)b$");
  EXPECT_EQ(expression("**"), "");
  EXPECT_EQ(expression("(a|b)[c]{d}^$+"), R"(^\(a\|b\)\[c\]\{d\}\^\$\+$)");
  EXPECT_EQ(expression("tick`\n"), R"(^tick\x60\x0a$)");
}

TEST(SigmaPattern, EndsAreAddedOnce) {
  EXPECT_EQ(begins_anywhere(parse_pattern("*a")), parse_pattern("*a"));
  EXPECT_EQ(ends_anywhere(begins_anywhere(parse_pattern("a"))), parse_pattern("*a*"));
  EXPECT_EQ(ends_anywhere(parse_pattern("")), parse_pattern("*"));
}

TEST(SigmaPattern, DashesBeginOptionsOnly) {
  EXPECT_EQ(expression(with_dashes(parse_pattern(" -enc"))), "^ [-/–—―]enc$");
  EXPECT_EQ(expression(with_dashes(parse_pattern("/f -x"))), "^[-/–—―]f [-/–—―]x$");
  EXPECT_EQ(expression(with_dashes(parse_pattern("a-b c:/d- "))), "^a-b c:[-/–—―]d- $");
}

TEST(SigmaPattern, Matches) {
  EXPECT_TRUE(matches(parse_pattern("*a*b?"), "xxAyyBz", false));
  EXPECT_FALSE(matches(parse_pattern("*a*b?"), "xxAyyBz", true));
  EXPECT_TRUE(matches(parse_pattern("*aab"), "aaab", true));
  EXPECT_FALSE(matches(parse_pattern("a"), "ab", true));
  EXPECT_TRUE(matches(parse_pattern("*"), "", true));
  EXPECT_TRUE(matches(parse_pattern(""), "", true));
  EXPECT_FALSE(matches(parse_pattern("?"), "", true));
}

TEST(SigmaPattern, ManyWildcardsTakeNoLongTime) {
  std::string pattern;
  for (int i = 0; i < 2'000; ++i) pattern += "*a";
  EXPECT_FALSE(matches(parse_pattern(pattern + "b"), std::string(4'000, 'a'), true));
}

}  // namespace
}  // namespace yaral::sigma
