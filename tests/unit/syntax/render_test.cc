#include "syntax/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "syntax/secops_form.h"
#include "unit/syntax/parse_helpers.h"

namespace yaral::syntax {
namespace {

using testing::HasSubstr;
using testing::Not;

Diagnostic made(Span span, std::string label = "") {
  Diagnostic d;
  d.code = Code::kUnexpectedToken;
  d.severity = Severity::kError;
  d.message = "message";
  d.primary = {span, std::move(label)};
  return d;
}

std::string text(const Source& source, const Diagnostic& d, TextStyle style = {}) {
  return render_text({&source, {&d, 1}}, style);
}

TEST(RenderText, PutsSeveralLabelsOfALineBelowOneAnother) {
  const Source source("f.yaral", "aaa bbb ccc ddd");
  Diagnostic d = made({4, 7}, "second");
  d.others = {{{0, 3}, "first"}, {{12, 15}, "fourth"}, {{8, 11}, ""}};
  EXPECT_EQ(text(source, d),
            "error[YL1001]: message\n"
            " --> f.yaral:1:5\n"
            "  |\n"
            "1 | aaa bbb ccc ddd\n"
            "  | --- ^^^ --- --- fourth\n"
            "  | |   |\n"
            "  | |   second\n"
            "  | |\n"
            "  | first\n"
            "\n");
}

TEST(RenderText, ShowsLinesInBetweenAndCutsLongGaps) {
  const Source source("f", "one\ntwo\nthree\nfour\nfive\nsix\nseven");
  Diagnostic d = made({8, 13});
  d.others = {{{0, 3}, ""}, {{28, 33}, "end"}};
  EXPECT_EQ(text(source, d),
            "error[YL1001]: message\n"
            " --> f:3:1\n"
            "  |\n"
            "1 | one\n"
            "  | ---\n"
            "2 | two\n"
            "3 | three\n"
            "  | ^^^^^\n"
            "...\n"
            "7 | seven\n"
            "  | ----- end\n"
            "\n");
}

TEST(RenderText, DrawsALaneForSpansOfSeveralLines) {
  const Source source("f", "x (a\n  b\nc\n) y");
  Diagnostic d = made({2, 12}, "whole");
  d.others = {{{7, 8}, "b"}};
  EXPECT_EQ(text(source, d),
            "error[YL1001]: message\n"
            " --> f:1:3\n"
            "  |\n"
            "1 |   x (a\n"
            "  |  ___^\n"
            "2 | |   b\n"
            "  | |   - b\n"
            "3 | | c\n"
            "4 | | ) y\n"
            "  | |_^ whole\n"
            "\n");
}

TEST(RenderText, CountsColumnsAsTheyAreShown) {
  const Source source("f", "\t\"日本\" e\u0301 x");
  const auto x = static_cast<std::uint32_t>(source.text().find('x'));
  EXPECT_THAT(text(source, made({x, x + 1})), HasSubstr("1 |     \"日本\" e\u0301 x\n  |              ^\n"));
}

TEST(RenderText, ReplacesWhatCouldMoveTheCursor) {
  const Source source("f\x1b[2J", "a\x1b[31m\u202e b");
  const std::string shown = text(source, made({0, 1}));
  EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown, Not(HasSubstr("\u202e")));
}

TEST(RenderText, CutsLongLinesAroundTheSpan) {
  const Source source("f", std::string(500, 'a') + "X" + std::string(500, 'b'));
  const std::string shown = text(source, made({500, 501}), {.colour = false, .width = 60});
  EXPECT_THAT(shown, HasSubstr("1 | …aaaaaaaaaaaaaaaaaaaaXbbbb"));
  EXPECT_THAT(shown, HasSubstr("b…\n  |                      ^\n"));
}

TEST(RenderText, PointsBehindTheLastCharacter) {
  const Source source("f", "ab\n");
  EXPECT_THAT(text(source, made({2, 2})), HasSubstr("1 | ab\n  |   ^\n"));
  EXPECT_THAT(text(source, made({3, 3})), HasSubstr(" --> f:2:1\n  |\n2 |\n  | ^\n"));
  EXPECT_THAT(text(Source("f", ""), made({0, 0})), HasSubstr("1 |\n  | ^\n"));
}

TEST(RenderText, ShowsFooters) {
  const Source source("f", "a b");
  Diagnostic d = made({0, 1});
  d.notes = {"one", "two"};
  d.help = "do this";
  d.fix = Fix{"or that", {{{1, 1}, "x"}, {{2, 3}, ""}}};
  EXPECT_THAT(
      text(source, d),
      HasSubstr("  |\n  = note: one\n  = note: two\n  = help: do this\n  = help: or that\n  |\n1 | ax\n  |  +\n"));
}

TEST(RenderText, ColoursOnlyWhenAsked) {
  const Source source("f", "a b");
  EXPECT_THAT(text(source, made({0, 1})), Not(HasSubstr("\x1b")));
  EXPECT_THAT(text(source, made({0, 1}), {.colour = true}), HasSubstr("\x1b[1;31merror[YL1001]\x1b[0m"));
}

TEST(RenderJson, HoldsEverything) {
  const Source source("dir/f.yaral", "a \"\n");
  Diagnostic d = made({2, 3}, "here");
  d.others = {{{0, 1}, "there"}};
  d.help = "h";
  d.notes = {"n"};
  d.fix = Fix{"t", {{{2, 3}, "\\"}}};
  const FileReport report{&source, {&d, 1}};
  EXPECT_EQ(
      render_json({&report, 1}),
      R"({"files":1,"errors":1,"warnings":0,"diagnostics":[{"code":"YL1001","name":"unexpected-token","severity":"error",)"
      R"("message":"message","file":"dir/f.yaral","range":{"startLine":1,"startColumn":3,"endLine":1,"endColumn":4},)"
      R"("label":"here","labels":[{"message":"there","range":{"startLine":1,"startColumn":1,"endLine":1,"endColumn":2}}],)"
      R"("notes":["n"],"help":"h","fix":{"title":"t","edits":[{"range":{"startLine":1,"startColumn":3,"endLine":1,"endColumn":4},)"
      R"("text":"\\"}]},"secops":{"message":"parsing: error with token: \"\"\"\nmessage\nline: 1\ncolumn: 3-4",)"
      R"("position":{"startLine":1,"startColumn":3,"endLine":1,"endColumn":4}}}]})"
      "\n");
  EXPECT_EQ(render_json({}), "{\"files\":0,\"errors\":0,\"warnings\":0,\"diagnostics\":[]}\n");
}

TEST(SecOpsForm, SpeaksAsTheCompilerOfSecOps) {
  const Parsed parsed(rule_with_events("$e.a = \"x\n$e.b = )"));
  ASSERT_EQ(parsed.diagnostics.all().size(), 2u);
  EXPECT_EQ(secops_message(parsed.source, parsed.diagnostics.all()[0]),
            "tokenizing: unable to tokenize: literal not terminated");
  EXPECT_EQ(secops_message(parsed.source, parsed.diagnostics.all()[1]),
            "parsing: error with token: \")\"\nexpected a value after `=`, found `)`\nline: 5\ncolumn: 8-9");
  Diagnostic d = made({0, 1});
  d.code = Code::kUnknownField;
  EXPECT_EQ(secops_message(parsed.source, d), "semantic analysis: message");
}

TEST(SecOpsForm, UsesTheWordsThatAreKnown) {
  const Source source("f", "window_start == $e");
  const auto said = [&](Code code, Span span, std::string message) {
    Diagnostic d = made(span);
    d.code = code;
    d.message = std::move(message);
    return secops_message(source, d);
  };
  EXPECT_EQ(said(Code::kNotCovered, {16, 18}, "the condition does not mention the event variable `$e`"),
            "semantic analysis: event variable e and its child variables not used in condition section");
  EXPECT_EQ(said(Code::kWindowKeyword, {0, 12}, "`window_start` needs a window, and this rule has none"),
            "semantic analysis: Unknown Identifier: window_start");
  EXPECT_EQ(said(Code::kWindowKeyword, {0, 12}, "`window_start` has no value in `events`"),
            "semantic analysis: Invalid usage of window_start in events");
  EXPECT_EQ(said(Code::kUnbounded, {16, 18}, "x"), "semantic analysis: Variable Not Bounded");
  EXPECT_EQ(said(Code::kDoubleEquals, {13, 15}, "x"),
            "parsing: error with token: \"==\"\ninvalid operator in events predicate\nline: 1\ncolumn: 14-16");
  EXPECT_EQ(said(Code::kMissingBrace, {16, 18}, "x"),
            "parsing: error with token: \"$e\"\nexpected }\nline: 1\ncolumn: 17-19");
}

TEST(RenderSecOps, AnswersAsVerifyRuleText) {
  const Source good("good.yaral", "");
  const Source bad("bad.yaral", "a\nb == c");
  Diagnostic warning = made({0, 1});
  warning.code = Code::kNotIn;
  warning.severity = Severity::kWarning;
  Diagnostic error = made({4, 6});
  error.code = Code::kUnknownField;
  const std::vector<Diagnostic> both{warning, error};
  const std::string diagnostics =
      R"("compilationDiagnostics":[{"message":"semantic analysis: message","severity":"ERROR",)"
      R"("position":{"startLine":2,"startColumn":3,"endLine":2,"endColumn":5}},)"
      R"({"message":"parsing: error with token: \"a\"\nmessage\nline: 1\ncolumn: 1-2","severity":"WARNING",)"
      R"("position":{"startLine":1,"startColumn":1,"endLine":1,"endColumn":2}}]})"
      "\n";
  EXPECT_EQ(render_secops(std::vector<FileReport>{{&bad, both}}), R"({"success":false,)" + diagnostics);
  EXPECT_EQ(render_secops(std::vector<FileReport>{{&good, {}}}), "{\"success\":true}\n");
  EXPECT_EQ(render_secops(std::vector<FileReport>{{&good, {}}, {&bad, both}}),
            "{\"file\":\"good.yaral\",\"success\":true}\n"
            R"({"file":"bad.yaral","success":false,)" +
                diagnostics);
  EXPECT_EQ(render_secops({}), "");
}

TEST(RenderSarif, HasRulesResultsAndFixes) {
  const Source source("a dir/é.yaral", "a == b\n");
  Diagnostic d = made({2, 4});
  d.code = Code::kDoubleEquals;
  d.others = {{{0, 1}, "x"}};
  d.fix = Fix{"write `=`", {{{2, 4}, "="}}};
  const FileReport report{&source, {&d, 1}};
  const std::string sarif = render_sarif({&report, 1});
  EXPECT_THAT(sarif, HasSubstr("\"version\":\"2.1.0\""));
  EXPECT_THAT(
      sarif,
      HasSubstr(
          "{\"id\":\"YL0113\",\"name\":\"double-equals\",\"shortDescription\":{\"text\":\"`==` instead of `=`\"}"));
  EXPECT_THAT(
      sarif, HasSubstr("\"ruleId\":\"YL0113\",\"ruleIndex\":" + std::to_string(static_cast<int>(Code::kDoubleEquals))));
  EXPECT_THAT(sarif, HasSubstr("\"uri\":\"a%20dir/%C3%A9.yaral\""));
  EXPECT_THAT(sarif, HasSubstr("\"region\":{\"startLine\":1,\"startColumn\":3,\"endLine\":1,\"endColumn\":5}"));
  EXPECT_THAT(
      sarif,
      HasSubstr(
          "\"replacements\":[{\"deletedRegion\":{\"startLine\":1,\"startColumn\":3,\"endLine\":1,\"endColumn\":5},"
          "\"insertedContent\":{\"text\":\"=\"}}]"));
  EXPECT_THAT(sarif, HasSubstr("\"columnKind\":\"unicodeCodePoints\""));
}

TEST(RenderSarif, GivesAbsoluteNamesAScheme) {
  for (const auto& [name, uri] : {std::pair{"/r/a b", "file:///r/a%20b"}, std::pair{"C:\\r\\a", "file:///C:/r/a"},
                                  std::pair{"r/a:b", "r/a%3Ab"}}) {
    const Source source(name, "x");
    const Diagnostic d = made({0, 1});
    const FileReport report{&source, {&d, 1}};
    EXPECT_THAT(render_sarif({&report, 1}), HasSubstr("\"uri\":\"" + std::string(uri) + "\""));
  }
}

TEST(RenderGithub, EscapesWhatWouldEndACommand) {
  const Source source("a,b:c%.yaral", "x\ny");
  Diagnostic d = made({0, 1});
  d.message = "100% sure: a, b";
  d.help = "two\nlines";
  const FileReport report{&source, {&d, 1}};
  EXPECT_EQ(render_github({&report, 1}),
            "::error file=a%2Cb%3Ac%25.yaral,line=1,endLine=1,col=1,endColumn=2,title=YL1001 unexpected-token::"
            "100%25 sure: a, b%0Ahelp: two%0Alines\n");
}

TEST(RenderGithub, LeavesColumnsOutOverSeveralLines) {
  const Source source("f", "x\ny");
  Diagnostic d = made({0, 3});
  d.severity = Severity::kWarning;
  const FileReport report{&source, {&d, 1}};
  EXPECT_EQ(render_github({&report, 1}), "::warning file=f,line=1,endLine=2,title=YL1001 unexpected-token::message\n");
}

}  // namespace
}  // namespace yaral::syntax
