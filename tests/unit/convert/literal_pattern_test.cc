#include "convert/literal_pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yaral::convert {
namespace {

using testing::ElementsAre;

std::vector<std::string> shown(std::string_view pattern, std::size_t most = 64) {
  std::vector<std::string> out;
  for (const LiteralPattern& form : literal_patterns(pattern, false, most)) {
    std::string text = form.nocase ? "nocase " : "";
    for (const std::string& one : form.texts)
      text += std::string(form.from_start ? "^" : "") + one + (form.to_end ? "$" : "") + ' ';
    text.pop_back();
    out.push_back(text);
  }
  return out;
}

TEST(LiteralPattern, WhereTheTextStands) {
  EXPECT_THAT(shown("abc"), ElementsAre("abc"));
  EXPECT_THAT(shown(".*abc.*"), ElementsAre("abc"));
  EXPECT_THAT(shown("^abc"), ElementsAre("^abc"));
  EXPECT_THAT(shown(R"(a\.exe$)"), ElementsAre("a.exe$"));
  EXPECT_THAT(shown("(?i)^abc$"), ElementsAre("nocase ^abc$"));
}

TEST(LiteralPattern, Alternatives) {
  EXPECT_THAT(shown(R"((a|b)\.exe$)"), ElementsAre("a.exe$ b.exe$"));
  EXPECT_THAT(shown("a|b"), ElementsAre("a b"));
  EXPECT_THAT(shown("[-/]x"), ElementsAre("-x /x"));
  EXPECT_THAT(shown("ab?c"), ElementsAre("abc ac"));
  EXPECT_THAT(shown("(?:a(b|c))"), ElementsAre("ab ac"));
}

TEST(LiteralPattern, OptionalAnchors) {
  EXPECT_THAT(shown(R"((^|[\\/])a\.exe$)"), ElementsAre("^a.exe$", R"(/a.exe$ \a.exe$)"));
  EXPECT_THAT(shown("a( |$)"), ElementsAre("a$", "a "));
}

TEST(LiteralPattern, WhatSaysMoreThanTexts) {
  for (const char* pattern : {"a.b", "a+", "[a-z]", "[^a]", R"(\d)", R"(\bx)", "^a|b", "a|b$", "(a", "a{2}", "^.*a",
                              "(?s)a", "", "(|a)", "a??", "x[", R"(\)", "(^a|b)c", ".*a|b"})
    EXPECT_THAT(shown(pattern), testing::IsEmpty()) << pattern;
}

TEST(LiteralPattern, NotMoreThanAskedFor) {
  EXPECT_THAT(shown("[abc][abc]", 8), testing::IsEmpty());
  EXPECT_EQ(literal_patterns("[abc][abc]", false, 9).front().texts.size(), 9u);
}

TEST(LiteralPattern, DeepGroupsAreLeftAlone) {
  const std::string deep = std::string(100000, '(') + 'a' + std::string(100000, ')');
  EXPECT_THAT(shown(deep), testing::IsEmpty());
}

}  // namespace
}  // namespace yaral::convert
