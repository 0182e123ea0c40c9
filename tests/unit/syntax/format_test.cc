// tests/format holds pairs NAME.yaral and NAME.formatted. With YARAL_UPDATE=1 the second are written anew: read the
// difference before committing it.

#include "syntax/format.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/syntax/format_helpers.h"

namespace yaral::syntax {
namespace {

using testing::HasSubstr;
using testing::Not;

void expect_tidy(const std::string& text) {
  EXPECT_TRUE(text.empty() || text.ends_with('\n'));
  EXPECT_FALSE(text.ends_with("\n\n"));
  EXPECT_THAT(text, Not(HasSubstr("\n\n\n")));
}

class FormatGolden : public testing::TestWithParam<fs::path> {};

TEST_P(FormatGolden, IsAsExpected) {
  const std::string text = read(GetParam());
  ASSERT_FALSE(TreeOf(text).diagnostics.has_errors()) << TreeOf(text).diagnostics.all().front().message;
  const fs::path expected = fs::path(GetParam()).replace_extension(".formatted");
  if (std::getenv("YARAL_UPDATE")) {
    std::ofstream(expected, std::ios::binary) << formatted(text);
    return;
  }
  ASSERT_TRUE(fs::exists(expected)) << "run with YARAL_UPDATE=1 to write " << expected;
  EXPECT_EQ(formatted(text), read(expected));
  expect_tidy(formatted(text));
  expect_faithful(text);
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, FormatGolden, testing::ValuesIn(rule_files(kRoot / "tests" / "format")), name_of);

TEST(Format, EveryRuleOfTheRepositoryStaysWhatItIs) {
  for (const char* folder : {"packs", "tests"}) {
    for (const fs::path& path : rule_files(kRoot / folder)) {
      SCOPED_TRACE(path);
      expect_faithful(read(path));
    }
  }
}

TEST(Format, FilesWithoutRules) {
  EXPECT_EQ(formatted(""), "");
  EXPECT_EQ(formatted(" \n\t\r\n"), "");
  EXPECT_EQ(formatted("\xEF\xBB\xBF"), "");
  EXPECT_EQ(formatted("\n\n  // a \n\n\n  /* b */ // c"), "// a\n\n/* b */ // c\n");
}

TEST(Format, LinesOfOneHundredAndTwentyColumns) {
  const auto events = [](std::size_t size) {
    const std::string call = "    strings.contains($e.principal.hostname, \"\")";
    return "    strings.contains($e.principal.hostname, \"" + repeated("\u00e9", size - call.size()) + "\")";
  };
  EXPECT_EQ(formatted(rule(events(120))), rule(events(120)));
  EXPECT_THAT(formatted(rule(events(121))), HasSubstr("    strings.contains(\n      $e.principal.hostname,\n"));
}

TEST(Format, SeventeenParenthesesAroundManyAlternatives) {
  std::string alternatives;
  for (int i = 0; i < 124; ++i)
    alternatives += (i > 0 ? " or " : "") + ("$e.target.file.full_path = \"" + repeated("x", 110) + "\"");
  ASSERT_GT(alternatives.size(), 17'000U);
  const std::string text = rule(repeated("(", 17) + alternatives + repeated(")", 17));
  expect_faithful(text);
  EXPECT_THAT(formatted(text), HasSubstr("    (((((((((((((((((\n      $e.target"));
  EXPECT_THAT(formatted(text), HasSubstr("\"\n    )))))))))))))))))\n"));
  EXPECT_EQ(std::ranges::count(formatted(text), '\n'), 7 + 2 + 124 + 1);
}

TEST(Format, AtTheLimitsOfTheParser) {
  expect_faithful(rule(repeated("(", 200) + "$e.target.port = 1" + repeated(")", 200)));
  expect_faithful(rule(repeated("(\n// c\n", 200) + "$e.target.port = 1" + repeated(")", 200)));
  expect_faithful(rule(repeated("not ", 200) + "$e.target.port = 1"));
  expect_faithful(rule(repeated("f(1, ", 200) + "1" + repeated(")", 200)));
  expect_faithful(rule("$e.target.port = 1" + repeated(" + 1", 600)));
  expect_faithful(rule("$e.target.port = 1" + repeated(" or $e.target.port = 1", 20'000)));
  expect_faithful(rule(repeated("/*\n*/ $e.target.port = 1 // c\n", 20'000)));
}

// Deep nesting may multiply the size of a text: there is an end to it.
TEST(Format, ResultsTooLargeForARuleFileAreRefused) {
  const TreeOf parsed(rule(repeated(repeated("f(1,", 199) + "1" + repeated(")", 199) + "=1\n", 1000)));
  ASSERT_FALSE(parsed.diagnostics.has_errors());
  EXPECT_EQ(format(parsed.tree, parsed.source), std::nullopt);
}

TEST(Format, AWordThatWouldReadAsAHeaderBeginsNoLine) {
  expect_faithful(rule("$e or // c\n match in %x"));
  expect_faithful(rule("$e.target.port = 1 match in %x $e.target.port = 1 options = 1"));
  expect_faithful(rule("f($e // c\n, " + repeated("1, ", 50) + " meta: 1)"));
  EXPECT_EQ(formatted(rule("$e.target.port = 1 match in %x")), rule("    $e.target.port = 1 match in %x"));
}

TEST(FirstDifference, IsFoundInTokensCommentsAndStructure) {
  const auto place = [](const std::string& a, const std::string& b) {
    const TreeOf left(rule(a));
    const TreeOf right(rule(b));
    const auto at = first_difference(left.tree, left.source, right.tree, right.source);
    return at ? std::string(left.source.text(*at)) : std::string();
  };
  EXPECT_EQ(place("$e.a = 1 OR $e.b = 2", " $e\n.a=1\nor $e.b  =  2"), "");
  EXPECT_EQ(place("$e.a = 1 // c  \n", "$e.a = 1\n\n// c\n"), "");
  EXPECT_EQ(place("$e.a = 1", "$e.a = 2"), "1");
  EXPECT_EQ(place("$e.a = 01", "$e.a = 1"), "01");
  EXPECT_EQ(place("$e.a = \"x\"", "$e.a = \"X\""), "\"x\"");
  EXPECT_EQ(place("$e.Or = 1", "$e.or = 1"), "Or");
  EXPECT_EQ(place("$e.a = 1 or $e.b = 1", "$e.a = 1 OR $e.b = 1"), "or");
  EXPECT_EQ(place("$e.a = 1", "$e.a = 1 $e.b = 1"), "condition");
  EXPECT_EQ(place("$e.a = 1 /* b */", "$e.a = 1"), "/* b */");
  EXPECT_EQ(place("/*a*/ $e.a = 1 // b", "/*a*/ $e.a = 1 // c"), "// b");
  EXPECT_EQ(place("foo (1)", "foo\n(1)"), "1");
}

}  // namespace
}  // namespace yaral::syntax
