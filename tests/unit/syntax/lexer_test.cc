#include "syntax/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "syntax/lexer_rules.h"
#include "syntax/quote.h"

namespace yaral::syntax {
namespace {

using K = TokenKind;

std::vector<TokenKind> kinds(const std::string& text) {
  const Source source("x", text);
  Diagnostics diagnostics;
  std::vector<TokenKind> out;
  for (const Token& token : lex(source, diagnostics)) {
    if (!is_trivia(token.kind) && token.kind != K::kEndOfFile) out.push_back(token.kind);
  }
  return out;
}

std::vector<std::string_view> complaints(const std::string& text) {
  const Source source("x", text);
  Diagnostics diagnostics;
  lex(source, diagnostics);
  std::vector<std::string_view> out;
  for (const Diagnostic& d : diagnostics.all()) out.push_back(info(d.code).name);
  return out;
}

TEST(Lexer, NumbersDurationsAndWhatOnlyLooksLikeThem) {
  const std::pair<const char*, std::vector<K>> cases[] = {
      {"0 42 007", {K::kInt, K::kInt, K::kInt}},
      {"1.5 0.0", {K::kFloat, K::kFloat}},
      {"5m 30s 7d 10minutes 0x1F", {K::kDuration, K::kDuration, K::kDuration, K::kDuration, K::kDuration}},
      {"10.0.0.1", {K::kBadNumber}},
      {"10.0.0.0/8", {K::kBadNumber}},
      {"1.5h", {K::kBadNumber}},
      {"1. 5", {K::kInt, K::kDot, K::kInt}},
      {"1.x", {K::kInt, K::kDot, K::kWord}},
      {"5-3", {K::kInt, K::kMinus, K::kInt}},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(kinds(text), expected) << text;
}

TEST(Lexer, ASlashDividesAfterAnOperandAndElseBeginsARegex) {
  const std::pair<const char*, std::vector<K>> cases[] = {
      {"= /a/", {K::kEqual, K::kRegex}},
      {"( /a/ , /b/", {K::kLeftParen, K::kRegex, K::kComma, K::kRegex}},
      {"$a / 2 /", {K::kVariable, K::kSlash, K::kInt, K::kSlash}},
      {") / 2 / 3", {K::kRightParen, K::kSlash, K::kInt, K::kSlash, K::kInt}},
      {"] / 2 / 3", {K::kRightBracket, K::kSlash, K::kInt, K::kSlash, K::kInt}},
      {"and /a/", {K::kWord, K::kRegex}},
      {"$e.and / 2 / 3", {K::kVariable, K::kDot, K::kWord, K::kSlash, K::kInt, K::kSlash, K::kInt}},
      {"= /a\\/b[/]/", {K::kEqual, K::kRegex, K::kRightBracket, K::kSlash}},
      {"= /a\\\\/", {K::kEqual, K::kRegex}},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(kinds(text), expected) << text;
}

TEST(Lexer, VariablesCountsAndLists) {
  const std::pair<const char*, std::vector<K>> cases[] = {
      {"$a #a !$a %a", {K::kVariable, K::kCountVariable, K::kBang, K::kVariable, K::kPercent, K::kWord}},
      {"in %a", {K::kWord, K::kListName}},
      {"= $b\n%a.c", {K::kEqual, K::kVariable, K::kListName, K::kDot, K::kWord}},
      {"$a%$b", {K::kVariable, K::kPercent, K::kVariable}},
      {"$_1 $A9", {K::kVariable, K::kVariable}},
      {"$ a", {K::kVariable}},
      {"$", {K::kLoneSigil}},
      {"$1", {K::kLoneSigil, K::kInt}},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(kinds(text), expected) << text;
}

TEST(Lexer, KeywordsAreKnownInAnyCase) {
  EXPECT_EQ(find_keyword("NoCase"), Keyword::kNocase);
  EXPECT_EQ(find_keyword("array_distinct"), Keyword::kArrayDistinct);
  EXPECT_EQ(find_keyword("andy"), Keyword::kNone);
  EXPECT_EQ(find_keyword(""), Keyword::kNone);
  EXPECT_EQ(reservation(Keyword::kOver), Reservation::kReserved);
  EXPECT_EQ(reservation(Keyword::kFirst), Reservation::kLater);
  EXPECT_EQ(reservation(Keyword::kNone), Reservation::kFree);
}

TEST(Lexer, UnclosedLiteralsEndWithTheirLine) {
  const std::pair<const char*, std::vector<K>> cases[] = {
      {"\"abc\n5", {K::kUnterminated, K::kInt}},
      {"`abc\r\n5", {K::kUnterminated, K::kInt}},
      {"= /abc  \n5", {K::kEqual, K::kUnterminated, K::kInt}},
      {"'abc\n5", {K::kUnterminated, K::kInt}},
      {"“abc\n5", {K::kUnterminated, K::kInt}},
      {"\"abc\\\"\n$e.a = \"x\"", {K::kUnterminated, K::kVariable, K::kDot, K::kWord, K::kEqual, K::kString}},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(kinds(text), expected) << text;
    EXPECT_EQ(complaints(text).size(), 1u) << text;
  }
}

TEST(Lexer, AStringGoesOverLinesOnlyIfWhatFollowsReadsLikeProse) {
  EXPECT_EQ(kinds("\"one\ntwo\nthree\" // c\n"), std::vector{K::kMultilineString});
  EXPECT_EQ(kinds("\"one\nand \\\" two\""), std::vector{K::kMultilineString});
  EXPECT_EQ(kinds("\"one\nseverity = \"High\"").front(), K::kUnterminated);
  EXPECT_EQ(kinds("\"one\nevents:\n \"x\"").front(), K::kUnterminated);
  EXPECT_EQ(kinds("\"one\n}\n\"").front(), K::kUnterminated);
  EXPECT_EQ(kinds("\"one\n\" two").front(), K::kUnterminated);
  EXPECT_EQ(kinds("\"one" + std::string(31, '\n') + "\"").front(), K::kUnterminated);
}

TEST(Lexer, WhatOtherLanguagesWriteIsReadAsMeant) {
  EXPECT_EQ(kinds("== <> := =~ !~ => =<"), (std::vector{K::kEqual, K::kNotEqual, K::kEqual, K::kEqual, K::kNotEqual,
                                                        K::kGreaterEqual, K::kLessEqual}));
  EXPECT_THAT(complaints("a == b && c"), testing::ElementsAre("double-equals", "foreign-operator"));
  EXPECT_EQ(kinds("'x' “y” ‘z’ „w“"), (std::vector{K::kString, K::kString, K::kString, K::kString}));
  EXPECT_THAT(complaints("= /x/i"), testing::ElementsAre("regex-flags"));
}

TEST(Lexer, InvisibleCharactersAreReportedAndSkipped) {
  EXPECT_EQ(kinds("$a\u00a0=\u200b5"), (std::vector{K::kVariable, K::kEqual, K::kInt}));
  EXPECT_THAT(complaints("$a\u00a0=\u200b5"), testing::ElementsAre("invisible-character", "invisible-character"));
  EXPECT_THAT(complaints("\"\u200b\" // \u202e"), testing::IsEmpty());
}

TEST(Lexer, CommentsMayHoldAnything) {
  EXPECT_EQ(kinds("/* \" ' ` // é */ 5 // \" /* \n 6 /**/"), (std::vector{K::kInt, K::kInt}));
  EXPECT_THAT(complaints("/* \" */ // '"), testing::IsEmpty());
  EXPECT_THAT(complaints("5 /* open"), testing::ElementsAre("unterminated-comment"));
  EXPECT_EQ(kinds("/*/ 5"), std::vector<K>{});
}

TEST(Lexer, KnowsWhatBeginsALine) {
  const Source source("x", "a b\r\n c /* x */ d /* y\n */ e\r f");
  Diagnostics diagnostics;
  std::string starts;
  for (const Token& token : lex(source, diagnostics)) {
    if (token.kind == K::kWord && token.line_start) starts += source.text(token.span());
  }
  EXPECT_EQ(starts, "acef");
}

TEST(Quote, IsShortOnOneLineAndHarmless) {
  EXPECT_EQ(quote("abc"), "`abc`");
  EXPECT_EQ(quote("a\nb\x1b[31m"), "`a b\xEF\xBF\xBD[31m`");
  EXPECT_EQ(quote("\xFF"), "`\xEF\xBF\xBD`");
  EXPECT_EQ(quote(std::string(60, 'x')), "`" + std::string(40, 'x') + "…`");
}

}  // namespace
}  // namespace yaral::syntax
