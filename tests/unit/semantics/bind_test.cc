// What the parts of a rule are bound to.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/semantics/bind_helpers.h"

namespace yaral::semantics {
namespace {

using testing::ElementsAre;

std::vector<std::string> predicates(const std::string& events) {
  return dumped("events:\n" + events + "\ncondition: $e", "predicate");
}

TEST(Predicates, LinesAndWrittenAndAreTheSame) {
  const auto wanted = ElementsAre(R"(($e.principal.hostname = "a"))", R"(($e.target.port = 22))");
  EXPECT_THAT(predicates("$e.principal.hostname = \"a\"\n$e.target.port = 22"), wanted);
  EXPECT_THAT(predicates("$e.principal.hostname = \"a\" and $e.target.port = 22"), wanted);
}

TEST(Predicates, WrittenOrGroupsBeforeLines) {
  EXPECT_THAT(predicates("$e.target.port = 1 or\n$e.target.port = 2\n$e.target.port != 3"),
              ElementsAre("or(($e.target.port = 1), ($e.target.port = 2))", "($e.target.port != 3)"));
}

TEST(Predicates, PatternsBecomeOneOperationHoweverTheyAreWritten) {
  const auto wanted = ElementsAre("$e.target.url ~ /a\\.b/ nocase");
  EXPECT_THAT(predicates("$e.target.url = /a\\.b/ nocase"), wanted);
  EXPECT_THAT(predicates("/a\\.b/ = $e.target.url nocase"), wanted);
  EXPECT_THAT(predicates("re.regex($e.target.url, `a\\.b`) nocase"), wanted);
  EXPECT_THAT(predicates("re.regex($e.target.url, \"a\\\\.b\") nocase"), wanted);
  EXPECT_THAT(predicates("$e.target.url != /x/"), ElementsAre("not($e.target.url ~ /x/)"));
}

TEST(Predicates, PatternFromAFieldStaysACall) {
  EXPECT_THAT(predicates("re.regex($e.target.url, $e.principal.hostname)"),
              ElementsAre("re.regex($e.target.url, $e.principal.hostname)"));
}

TEST(Predicates, EnumNamesBecomeValuesAndTextInCalls) {
  EXPECT_THAT(predicates("\"BLOCK\" != $e.security_result.action"),
              ElementsAre("(BLOCK != $e.security_result.action)"));
  EXPECT_THAT(predicates("strings.to_lower($e.security_result.action) = \"block\""),
              ElementsAre("(strings.to_lower(name($e.security_result.action)) = \"block\")"));
  EXPECT_THAT(predicates("$e.security_result.action in %actions"),
              ElementsAre("name($e.security_result.action) in %actions"));
}

TEST(Predicates, NullIsTheZeroValue) {
  EXPECT_THAT(predicates("$e.target.port is null"), ElementsAre("($e.target.port = null)"));
  EXPECT_THAT(predicates("$e.principal.hostname is not null"), ElementsAre("($e.principal.hostname != null)"));
}

TEST(Predicates, NegativeNumbersInArguments) {
  EXPECT_THAT(predicates("math.abs(-5) = $e.target.port"), ElementsAre("(math.abs(-5) = $e.target.port)"));
}

TEST(Predicates, NocaseOnTextTestsFoldsBothSides) {
  EXPECT_THAT(predicates("strings.contains($e.target.url, \"A\") nocase"),
              ElementsAre("strings.contains(strings.to_lower($e.target.url), strings.to_lower(\"A\")) nocase"));
}

TEST(Quantifiers, WrapTheInnermostPredicate) {
  EXPECT_THAT(predicates("not any $e.principal.ip = \"a\""),
              ElementsAre(R"(not(any($e.principal.ip[*]: (element($e.principal.ip[*]) = "a"))))"));
  EXPECT_THAT(predicates("all $e.principal.ip != /x/"),
              ElementsAre("all($e.principal.ip[*]: not(element($e.principal.ip[*]) ~ /x/))"));
  EXPECT_THAT(predicates("strings.to_lower(any $e.principal.ip) = \"a\""),
              ElementsAre(R"(any($e.principal.ip[*]: (strings.to_lower(element($e.principal.ip[*])) = "a")))"));
}

TEST(Quantifiers, TwoFieldsNestInTheOrderWritten) {
  EXPECT_THAT(predicates("strings.contains(any $e.principal.ip, all $e.target.ip)"),
              ElementsAre("any($e.principal.ip[*]: all($e.target.ip[*]: "
                          "strings.contains(element($e.principal.ip[*]), element($e.target.ip[*]))))"));
}

TEST(Quantifiers, RowAndListOfOneFieldAreTwoUses) {
  const CompiledFile file = compile_sections(
      "events: $e.principal.ip = \"a\" any $e.principal.ip = \"b\" $e.principal.ip != \"c\" condition: $e");
  ASSERT_EQ(file.rules.size(), 1U);
  ASSERT_EQ(file.rules[0].fields.size(), 2U);
  EXPECT_EQ(file.rules[0].fields[0].access, Access::kRow);
  EXPECT_EQ(file.rules[0].fields[1].access, Access::kList);
}

TEST(Placeholders, BindInBothDirectionsAndDefineOnce) {
  const std::string events = "$e.principal.hostname = $a\n$b = $e.target.hostname\n$a = $e.src.hostname\n$a != $b";
  EXPECT_THAT(dumped("events:\n" + events + "\ncondition: $e", "placeholder"),
              ElementsAre("$a: string = $e.principal.hostname direct", "$b: string = $e.target.hostname direct"));
  EXPECT_THAT(predicates(events), ElementsAre("($a = $e.src.hostname)", "($a != $b)"));
}

TEST(Placeholders, MayBeUsedBeforeTheyAreBoundAndWithinEachOther) {
  EXPECT_THAT(
      dumped(
          "events:\n$b != \"x\"\n$b = strings.concat($a, $e.target.hostname)\n$a = $e.principal.hostname\ncondition: $e",
          "placeholder"),
      ElementsAre("$a: string = $e.principal.hostname direct", "$b: string = strings.concat($a, $e.target.hostname)"));
}

TEST(Placeholders, BindWithinWrittenAndButNotUnderOr) {
  EXPECT_THAT(dumped("events: ($e.target.port = 1 and $e.principal.hostname = $h) match: $h over 5m condition: $e",
                     "placeholder"),
              ElementsAre("$h: string = $e.principal.hostname direct"));
  EXPECT_THAT(codes(compile_sections(
                  "events: $e.target.port = 1 or $e.principal.hostname = $h\nmatch: $h over 5m condition: $e")),
              ElementsAre("YL2020"));
}

TEST(Match, KeysOfFieldsDropZeroValuesUnlessAllowed) {
  const std::string events = "events: $h = $e.principal.hostname $d = strings.to_lower($e.target.hostname) $d != \"\"";
  EXPECT_THAT(dumped(events + " match: $h, $d over 5m condition: $e", "key"),
              ElementsAre("h: string = $h drop_zero", "d: string = $d"));
  EXPECT_THAT(dumped(events + " match: $h over 5m condition: $e and #d > 0 options: allow_zero_values = true", "key"),
              ElementsAre("h: string = $h"));
}

TEST(Match, FieldKeysHaveTheirPathAsName) {
  EXPECT_THAT(
      dumped(
          "events: $e.target.port = 1 match: $e.security_result.action, $e.additional.fields[\"a b\"] by 1h condition: $e",
          "key"),
      ElementsAre("security_result.action: string = name($e.security_result.action) drop_zero",
                  "additional.fields[\"a b\"]: string = $e.additional.fields[\"a b\"] drop_zero"));
}

TEST(Outcomes, KeysAreValuesOfTheGroupOutsideAggregatesOnly) {
  EXPECT_THAT(
      dumped(
          "events: $h = $e.principal.hostname match: $h, $e.target.port over 5m outcome: $a = $h $b = count_distinct($h) "
          "$c = $e.target.port $d = max($e.target.port) condition: $e",
          "outcome"),
      ElementsAre("$a: string = key h", "$b: int = count_distinct!($h)", "$c: int = key target.port",
                  "$d: int = max!($e.target.port)"));
}

TEST(Outcomes, TypesOfAggregatesAndArithmetic) {
  EXPECT_THAT(
      dumped(
          "events: $e.target.port = 1 outcome: $a = array_distinct($e.security_result.action) $b = sum($e.network.sent_bytes) "
          "$c = $b / 2 $d = if($b > 1, 1, 2.5) $f = array($e.target.port) $g = $e.security_result[0].action[0] condition: $e",
          "outcome"),
      ElementsAre("$a: list of string = array_distinct!(name($e.security_result.action))",
                  "$b: uint = sum!($e.network.sent_bytes)", "$c: float = (outcome b / 2)",
                  "$d: float = if((outcome b > 1), 1, 2.5f)", "$f: list of int = array!($e.target.port)",
                  "$g: string = name($e.security_result[0].action[0])"));
}

TEST(Outcomes, ListParametersTakeTheWholeField) {
  EXPECT_THAT(predicates("arrays.length($e.principal.ip) > 1"), ElementsAre("(arrays.length($e.principal.ip[*]) > 1)"));
}

TEST(Condition, BareNames) {
  EXPECT_THAT(
      dumped(
          "events: $p = $e.principal.hostname $k = $e.target.hostname match: $k over 5m outcome: $n = 1 $l = array($p) "
          "condition: $e and $p and $n and $l and not $n",
          "condition"),
      ElementsAre("and((#e > 0), (#p > 0), (outcome n != null), (outcome l != null), not((outcome n != null)))"));
}

TEST(Condition, NOf) {
  const std::string head = "events: $p = $e.principal.hostname $k = $e.target.hostname match: $k over 5m condition: ";
  EXPECT_THAT(dumped(head + "all of [$e, #p > 1]", "condition"), ElementsAre("at_least_2((#e > 0), (#p > 1))"));
  EXPECT_THAT(dumped(head + "any of [$e, #p > 1]", "condition"), ElementsAre("at_least_1((#e > 0), (#p > 1))"));
}

struct Class {
  std::string condition;
  bool multi_event;
};

TEST(Classification, OnlyExistenceOfOneEventIsSingleEvent) {
  const Class cases[] = {
      {"$e", false},          {"#e > 0", false},          {"1 <= #e", false},      {"$e and #e >= 1", false},
      {"#e > 1", true},       {"#e = 1", true},           {"$e and $n > 0", true}, {"$e and #p > 0", true},
      {"$e or #p > 3", true}, {"1 of [$e, #p > 3]", true}};
  for (const Class& c : cases) {
    const CompiledFile file = compile_sections(
        "events: $p = $e.principal.hostname $k = $e.target.hostname match: $k over 5m outcome: $n = count($p) condition: " +
        c.condition);
    ASSERT_EQ(file.rules.size(), 1U) << c.condition;
    EXPECT_EQ(file.rules[0].multi_event, c.multi_event) << c.condition;
  }
  const CompiledFile without = compile_sections("events: $e.target.port = 1 outcome: $n = 3 condition: $e and $n > 2");
  ASSERT_EQ(without.rules.size(), 1U);
  EXPECT_FALSE(without.rules[0].multi_event);
}

TEST(Bounds, WhatAsksForAnEvent) {
  const std::string head = "events: $p = $e.principal.hostname $k = $e.target.hostname match: $k over 5m condition: ";
  for (const char* good :
       {"#e > 0", "#e >= 1", "#e = 3", "0 < #e", "#p > 2", "$e and #e < 5", "#p > 3 and #e != 2", "$e and !$p"})
    EXPECT_FALSE(compile_sections(head + good).diagnostics.has_errors()) << good;
  for (const char* bad : {"#e >= 0", "#e < 5", "#e <= 5", "#e != 2", "#e = 0", "5 > #e", "!$p"})
    EXPECT_THAT(codes(compile_sections(head + bad)), testing::Contains("YL2304")) << bad;
}

TEST(Meta, TheLastValueOfAKeyCounts) {
  const CompiledFile file =
      compile("r", "rule r { meta: a = \"1\" b = \"2\" a = \"3\" events: $e.target.port = 1 condition: $e }");
  ASSERT_EQ(file.rules.size(), 1U);
  ASSERT_EQ(file.rules[0].meta.size(), 2U);
  EXPECT_EQ(file.rules[0].meta[0].value, "3");
}

TEST(Rule, KeepsItsOwnText) {
  const std::string text = "rule r { meta: events: $e.target.port = 1 condition: $e }";
  const CompiledFile file = compile("f.yaral", "// before\n" + text + "\n// after\n");
  ASSERT_EQ(file.rules.size(), 1U);
  EXPECT_EQ(file.rules[0].text, text);
  EXPECT_EQ(file.rules[0].file, "f.yaral");
}

}  // namespace
}  // namespace yaral::semantics
