// After a mistake parsing goes on: one message a mistake, and what is good around it survives.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/syntax/ast_text.h"
#include "unit/syntax/parse_helpers.h"

namespace yaral::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Recovery, OneMistakeInEventsGivesOneMessage) {
  const char* mistakes[] = {"$e.a = \"x",
                            "$e.a = `x",
                            "re.regex($e.a, \"x)",
                            "$e.a = /x",
                            "$e.a =",
                            "$e.a = ,",

                            "$e.a = )",
                            "($e.a = 1",
                            "(($e.a = 1)",
                            "re.regex($e.a, `x`",
                            "$e.a == 1",
                            "$e.a = 'x'",
                            "$e.a = 1;",
                            "$e.a = $",

                            "$e..a = 1",
                            "$e.a. = 1",
                            "$e.a in",
                            "$e.a in [1, 2]",
                            "$e.a = 5m",
                            "$e.a = 10.0.0.1",
                            "$e.a contains",
                            "1 = $e.a = 2",
                            "$e.a = null",
                            "$e.a nocase = \"x\"",
                            "$e.a = 1 nocase nocase",
                            "!$e.a = 1",
                            "$e.a[x] = 1",
                            "$e.a[1 = 1",
                            "#e > 1",
                            "any f($e.a)",
                            "f($e.a $e.b)",
                            "f($e.a,)",
                            "f(,$e.a)",
                            "$e.a \"x\"",
                            "\"x\"",
                            "$e.a = -$e.b",
                            "$e.a is",
                            "{",
                            "$e.a in [1",
                            "f([)",
                            "$e.a = \x01 1",
                            "$e.a = 99999999999999999999",
                            "$e.a = ]",
                            "()"};
  for (const char* mistake : mistakes) {
    const Parsed parsed(rule_with_events("$e.before = 1\n" + std::string(mistake) + "\n$e.after = 1"));
    EXPECT_EQ(parsed.diagnostics.error_count(), 1u) << mistake << ": " << testing::PrintToString(parsed.names());
    ASSERT_EQ(parsed.file.rules.size(), 1u) << mistake;
    EXPECT_TRUE(parsed.file.rules[0].condition) << mistake;
    ASSERT_GE(parsed.file.rules[0].events.size(), 1u) << mistake;
    EXPECT_EQ(ast_text(parsed.file.rules[0].events.front()), "(= $e.before 1)") << mistake;
  }
}

TEST(Recovery, ThePredicateOnTheNextLineSurvives) {
  for (const char* mistake :
       {"$e.a = \"x", "$e.a = )", "= 5", "$e.a in [1]", "$e.a = 5m", "$e.a == 1", "$e.a[x] = 1", "f($e.a,)"}) {
    const Parsed parsed(rule_with_events(std::string(mistake) + "\n$e.after = 1"));
    ASSERT_EQ(parsed.file.rules.size(), 1u);
    EXPECT_EQ(ast_text(parsed.file.rules[0].events.back()), "(= $e.after 1)") << mistake;
  }
}

TEST(Recovery, ASignBetweenASectionAndItsColonIsOneMistake) {
  for (const char* stray : {")", "]", ";", "@", "'", "=", "$"}) {
    const Parsed parsed("rule a {\n meta:\n  author = \"x\"\n events " + std::string(stray) +
                        " :\n  re.regex($e.a, `x`)\n  not $e.b = 1\n condition:\n  $e\n}\n");
    EXPECT_EQ(parsed.diagnostics.error_count(), 1u) << stray << testing::PrintToString(parsed.names());
    ASSERT_EQ(parsed.file.rules.size(), 1u) << stray;
    EXPECT_EQ(parsed.file.rules[0].events.size(), 2u) << stray;
  }
}

TEST(Recovery, SeveralMistakesAreAllReported) {
  const Parsed parsed(
      "rule a {\n meta:\n  x = 'y'\n events:\n  $e.a == 1\n  $e.b = )\n condition:\n  $e,\n}\nrule b {\n meta:\n "
      "events:\n  "
      "$e.a = 1 && $e.b = 2\n condition:\n  $e\n}\n");
  EXPECT_THAT(parsed.names(), ElementsAre("single-quotes", "double-equals", "missing-operand", "missing-connective",
                                          "foreign-operator"));
  EXPECT_EQ(parsed.file.rules.size(), 2u);
}

TEST(Recovery, AnUnfinishedRuleLeavesTheNextAlone) {
  const std::string good = "rule good { meta: events: $e.a = 1 condition: $e }\n";
  for (const char* bad :
       {"rule\n", "rule bad\n", "rule bad {\n", "rule bad { meta: events: ($e.a = 1\n", "rule bad { meta: x = \"\n",
        "rule bad { meta: events: $e.a = f(\n", "}\n", "text\n", "rule bad { meta: events: $e.a = 1 condition: $e\n",
        "rule bad { meta: author = \n", "rule bad { match: \n"}) {
    const Parsed parsed(bad + good);
    EXPECT_TRUE(parsed.diagnostics.has_errors()) << bad;
    ASSERT_FALSE(parsed.file.rules.empty()) << bad;
    EXPECT_EQ(parsed.file.rules.back().name, "good") << bad;
    EXPECT_EQ(ast_text(parsed.file.rules.back().events.at(0)), "(= $e.a 1)") << bad;
  }
}

TEST(Recovery, ForeignOperatorsAreReadAsWhatTheyMean) {
  const Parsed parsed(rule_with_events("$e.a == 1 && $e.b <> 2 || $e.c := 'x'\n!re.regex($e.d, `y`)"));
  EXPECT_EQ(parsed.diagnostics.error_count(), 7u);
  EXPECT_EQ(ast_text(parsed.file.rules.at(0).events.at(0)), "(or (and (= $e.a 1) (!= $e.b 2)) (= $e.c \"x\"))");
  EXPECT_EQ(ast_text(parsed.file.rules.at(0).events.at(1)), "(not (re.regex $e.d `y`))");
}

TEST(Recovery, ReservedWordsAreReportedOnceARule) {
  const Parsed parsed(rule_with_events("$Match.a = 1\n$match.b = 2\n$window_end = $e.c\n$first = $e.d"));
  EXPECT_THAT(parsed.names(), ElementsAre("reserved-word", "reserved-word", "newer-reserved-word"));
}

TEST(Recovery, TextAroundRulesGivesOneMessageAStretch) {
  const Parsed parsed("It's a page; don't\n\n" + rule_with_events("$e.a = 1") +
                      " copied \"from the web\n\n`and` more\n" + rule_with_events("$e.a = 2"));
  EXPECT_THAT(parsed.names(), ElementsAre("text-outside-rule", "text-outside-rule"));
  EXPECT_EQ(parsed.file.rules.size(), 2u);
}

TEST(Recovery, SearchesAreRecognised) {
  for (const char* text : {"metadata.event_type = \"X\"", "$e.metadata.event_type = \"X\"", "events:\n $e.a = 1",
                           "stage a {\n principal.ip = \"x\"\n}\n"}) {
    EXPECT_THAT(Parsed(text).names(), ElementsAre("looks-like-a-search")) << text;
  }
}

}  // namespace
}  // namespace yaral::syntax
