// Expressions: what an author writes in `events` and the tree that is made of it (language reference 1.4 to 1.7, 3.5).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/syntax/ast_text.h"
#include "unit/syntax/parse_helpers.h"

namespace yaral::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Case {
  const char* written;
  std::vector<std::string> items;
};

class Events : public testing::TestWithParam<Case> {};

TEST_P(Events, AreReadWithoutComplaint) {
  const Parsed parsed(rule_with_events(GetParam().written));
  EXPECT_THAT(parsed.names(), IsEmpty());
  ASSERT_EQ(parsed.file.rules.size(), 1u);
  std::vector<std::string> items;
  for (const Expr& item : parsed.file.rules[0].events) items.push_back(ast_text(item));
  EXPECT_EQ(items, GetParam().items);
}

const Case kCases[] = {
    // Precedence: not, and, or; the implicit and between items is weaker than a written or (3.5).
    {"$e.a = 1 or $e.b = 2 and not $e.c = 3", {"(or (= $e.a 1) (and (= $e.b 2) (not (= $e.c 3))))"}},
    {"$e.a = 1\nor $e.b = 2\n$e.c = 3", {"(or (= $e.a 1) (= $e.b 2))", "(= $e.c 3)"}},
    {"$e.a = 1 or\n$e.b = 2\nand\n$e.c = 3", {"(or (= $e.a 1) (and (= $e.b 2) (= $e.c 3)))"}},
    {"($e.a = 1 or $e.b = 2) and $e.c = 3", {"(and (or (= $e.a 1) (= $e.b 2)) (= $e.c 3))"}},
    {"not not $e.a = 1", {"(not (not (= $e.a 1)))"}},
    {"not ($e.a = 1 or $e.b = 2)\n($e.c = 3)", {"(not (or (= $e.a 1) (= $e.b 2)))", "(= $e.c 3)"}},
    {"$e.a = 1 OR $e.b = 2 AND NOT $e.c = 3 And $e.d = 4",
     {"(or (= $e.a 1) (and (= $e.b 2) (not (= $e.c 3)) (= $e.d 4)))"}},
    {"$e.a = 1 $e.b = 2 $e.c = 3", {"(= $e.a 1)", "(= $e.b 2)", "(= $e.c 3)"}},
    // Arithmetic.
    {"1 < $e.a + $e.b * 2 - 3 / 4 % 5", {"(< 1 (- (+ $e.a (* $e.b 2)) (% (/ 3 4) 5)))"}},
    {"5 < ($e.a - $e.b) / 60", {"(< 5 (/ (- $e.a $e.b) 60))"}},
    {"$e.a - $e.b < 120", {"(< (- $e.a $e.b) 120)"}},
    {"$e.a != -5\n$e.b > 0-1", {"(!= $e.a (neg 5))", "(> $e.b (- 0 1))"}},
    {"$e.a >= 01\n07 <= $e.b", {"(>= $e.a 1)", "(<= 7 $e.b)"}},
    {"$e.a = 1.50", {"(= $e.a 1.5f)"}},
    {"$e.a = 9223372036854775807", {"(= $e.a 9223372036854775807)"}},
    // Modulus and lists share a sign.
    {"$m % 5 = 0\n$m %5 = 0\n$m%$n = 0", {"(= (% $m 5) 0)", "(= (% $m 5) 0)", "(= (% $m $n) 0)"}},
    {"$e.a = $u\n%vip.uid = $u\n%vip.home != $e.b", {"(= $e.a $u)", "(= %vip.uid $u)", "(!= %vip.home $e.b)"}},
    // Division and regular expressions share a sign.
    {"$e.a = /x/\n$e.b / 2 = 1", {"(= $e.a /x/)", "(= (/ $e.b 2) 1)"}},
    {"$e.in / 2 > $e.or / 3", {"(> (/ $e.in 2) (/ $e.or 3))"}},
    {R"($e.a = /C:\\a\/b"`\.exe$/ nocase)", {R"((= $e.a /C:\\a/b"`\.exe$/ nocase))"}},
    {"re.regex($e.a, /a\\/b/)\nre.regex($e.a, /c/) nocase", {"(re.regex $e.a /a/b/)", "(re.regex $e.a /c/ nocase)"}},
    {"$e.a = /x/ // comment / with slashes\n$e.b = 1", {"(= $e.a /x/)", "(= $e.b 1)"}},
    // Strings.
    {R"($e.a = "\\ \" \n\t\r // /* %tmp% `")", {"(= $e.a \"\\ \" \n\t\r // /* %tmp% `\")"}},
    {R"($e.a = `C:\Temp\ "x" // /`)", {R"((= $e.a `C:\Temp\ "x" // /`))"}},
    {"$e.a = \"\"\n$e.b = ``", {"(= $e.a \"\")", "(= $e.b ``)"}},
    {"$e.a = \"日本語\"", {"(= $e.a \"日本語\")"}},
    // Paths.
    {"$net.metadata\n  .event_type = \"X\"\nnet.ip_in_range_cidr($net.principal.ip, \"10.0.0.0/8\")",
     {"(= $net.metadata.event_type \"X\")", "(net.ip_in_range_cidr $net.principal.ip \"10.0.0.0/8\")"}},
    {"$e.network.http.method = \"GET\"\n$e.target.resource.rule = 1\n$e.graph.match.events.condition.and.or.not = 2",
     {"(= $e.network.http.method \"GET\")", "(= $e.target.resource.rule 1)",
      "(= $e.graph.match.events.condition.and.or.not 2)"}},
    {"$e.about[0].labels[12].value != \"\"", {"(!= $e.about[0].labels[12].value \"\")"}},
    {"$e.additional.fields[\"a.b c\"] = `x`", {"(= $e.additional.fields[\"a.b c\"] `x`)"}},
    {"any $e.ip = \"a\" and ALL $e.ip != \"b\"", {"(and (= any $e.ip \"a\") (!= all $e.ip \"b\"))"}},
    {"net.ip_in_range_cidr(any $e.ip, \"x\")", {"(net.ip_in_range_cidr any $e.ip \"x\")"}},
    // Lists.
    {"$e.a in %l\nnot $e.b IN REGEX %l nocase\n$e.c in cidr %t.c",
     {"(in $e.a %l)", "(not (in-regex $e.b %l nocase))", "(in-cidr $e.c %t.c)"}},
    {"re.capture($e.a, /x/) in %l or re.capture($e.b, /x/) in %l",
     {"(or (in (re.capture $e.a /x/) %l) (in (re.capture $e.b /x/) %l))"}},
    // Calls.
    {"re.regex (\n  $e.a,\n  `x`\n)", {"(re.regex $e.a `x`)"}},
    {"$x = if ($e.a != \"\" and not $e.b in %l, $e.a, if($e.c = 1, \"y\", \"z\"))",
     {"(= $x (if (and (!= $e.a \"\") (not (in $e.b %l))) $e.a (if (= $e.c 1) \"y\" \"z\")))"}},
    {"1 < math\n.abs($e.a)", {"(< 1 (math.abs $e.a))"}},
    {"timestamp.now() > $e.a", {"(> (timestamp.now) $e.a)"}},
    {"$e.a = true\n($e.b = 1)\n$e.c = FALSE", {"(= $e.a true)", "(= $e.b 1)", "(= $e.c false)"}},
    {"$e.a = window_start\n($e.b = 1)", {"(= $e.a 'window_start)", "(= $e.b 1)"}},
    {"strings.concat($e.a, \"x\") = \"Ax\" nocase", {"(= (strings.concat $e.a \"x\") \"Ax\" nocase)"}},
    // Null.
    {"$e.a is null\n$e.b IS NOT NULL or $e.c is null", {"(is-null $e.a)", "(or (is-not-null $e.b) (is-null $e.c))"}},
    // Comments between everything.
    {"$e /* a */ . /* b */ a /* c */ = // d\n /* e */ 1 // f\n or /* g */ $e.b = 2", {"(or (= $e.a 1) (= $e.b 2))"}},
};

INSTANTIATE_TEST_SUITE_P(Syntax, Events, testing::ValuesIn(kCases));

// Line ends never matter: what is accepted on one line is accepted with a line end or a comment for each blank.
TEST(Events, DoNotDependOnTheKindOfWhiteSpace) {
  const std::string written = "( $e.a = 1 or not $e.b in regex %l nocase ) and re.regex( $e.c , `x` ) nocase";
  const Parsed plain(rule_with_events(written));
  for (const std::string between : {"\n", "\r\n", "\t", " /* c */ ", "\r"}) {
    std::string changed;
    for (const char c : written) changed += c == ' ' ? between : std::string(1, c);
    const Parsed parsed(rule_with_events(changed));
    EXPECT_THAT(parsed.names(), IsEmpty()) << changed;
    ASSERT_EQ(parsed.file.rules.at(0).events.size(), 1u) << changed;
    EXPECT_EQ(ast_text(parsed.file.rules[0].events[0]), ast_text(plain.file.rules.at(0).events[0]));
  }
}

TEST(Events, ReadNotInAndParenthesisFirstWithAWarningThatStrictMakesAnError) {
  Parsed parsed(rule_with_events("$e.a not in cidr %l nocase\n($e.a - $e.b) / 60 >= 5\n(1) = $e.c"));
  EXPECT_THAT(parsed.names(),
              ElementsAre("not-in", "comparison-starts-with-parenthesis", "comparison-starts-with-parenthesis"));
  const auto& events = parsed.file.rules.at(0).events;
  EXPECT_EQ(ast_text(events.at(0)), "(not-in-cidr $e.a %l nocase)");
  EXPECT_EQ(ast_text(events.at(1)), "(>= (/ (- $e.a $e.b) 60) 5)");
  EXPECT_FALSE(parsed.diagnostics.has_errors());
  parsed.diagnostics.make_strict();
  EXPECT_EQ(parsed.diagnostics.error_count(), 3u);
}

TEST(Events, KeepUnknownEscapesWithTheirBackslash) {
  const Parsed parsed(rule_with_events(R"($e.a = "C:\Temp\x2F\\n\.")"));
  EXPECT_THAT(parsed.names(), ElementsAre("unknown-escape"));
  EXPECT_EQ(parsed.file.rules.at(0).events.at(0).children.at(1).text, R"(C:\Temp\x2F\n\.)");
  ASSERT_TRUE(parsed.diagnostics.all()[0].fix);
  EXPECT_EQ(parsed.diagnostics.all()[0].fix->edits.size(), 3u);
}

TEST(Events, CarryTheirPlaces) {
  const Parsed parsed("rule r { meta: events: not $e.a[0] != \"x\" nocase condition: $e }");
  const Expr& compare = parsed.file.rules.at(0).events.at(0).children.at(0);
  EXPECT_EQ(parsed.source.text(compare.span), "$e.a[0] != \"x\" nocase");
  EXPECT_EQ(parsed.source.text(compare.operator_span), "!=");
  EXPECT_EQ(parsed.source.text(compare.nocase_span), "nocase");
  const Expr& path = compare.children.at(0);
  EXPECT_EQ(parsed.source.text(path.name_span), "$e");
  EXPECT_EQ(parsed.source.text(path.segments.at(0).span), "a");
  EXPECT_EQ(parsed.source.text(path.segments.at(0).subscripts.at(0).span), "[0]");
}

TEST(Condition, HasCountsAbsenceAndChoices) {
  const std::pair<const char*, const char*> cases[] = {
      {"$e", "$e"},
      {"!$e and #f > 0 and 3 < #g", "(and !$e (> #f 0) (< 3 #g))"},
      {"$e and ($p > 2 or $q > 3)", "(and $e (or (> $p 2) (> $q 3)))"},
      {"$e and 2 of [$a, #b > 3, arrays.contains($l, \"x\")]",
       "(and $e (of 2 $a (> #b 3) (arrays.contains $l \"x\")))"},
      {"ANY OF [$a, $b] and all of [$c, $d]", "(and (of 1 $a $b) (of -1 $c $d))"},
      {"not arrays.contains($l, \"x\") and window_start > \"2026-01-01T00:00:00Z\"",
       "(and (not (arrays.contains $l \"x\")) (> 'window_start \"2026-01-01T00:00:00Z\"))"},
      {"#ok > #bad", "(> #ok #bad)"},
  };
  for (const auto& [written, expected] : cases) {
    const Parsed parsed(rule_with_condition(written));
    EXPECT_THAT(parsed.names(), IsEmpty()) << written;
    ASSERT_TRUE(parsed.file.rules.at(0).condition) << written;
    EXPECT_EQ(ast_text(*parsed.file.rules[0].condition), expected);
  }
}

TEST(Outcome, EndsWhereTheNextAssignmentBegins) {
  const Parsed parsed(
      rule_with_outcome("$a = max(1)\n-$x.y\n$b = array_distinct ($e.p)\n$c = $a\n$d = sum($e.x) + sum($e.y)"));
  std::vector<std::string> outcome;
  for (const Assignment& a : parsed.file.rules.at(0).outcome) outcome.push_back(a.name + " " + ast_text(a.value));
  EXPECT_THAT(outcome,
              ElementsAre("a (- (max 1) $x.y)", "b (array_distinct $e.p)", "c $a", "d (+ (sum $e.x) (sum $e.y))"));
}

TEST(Outcome, HasNamedArguments) {
  const Parsed parsed(rule_with_outcome(
      "$m = max(metrics.auth_attempts_fail(period: 1d, window: today, metric: event_count_sum, agg: avg,\n"
      "  target.user.userid: $who, principal.asset.hostname: *, filter: value_sum > 10 and event_count_sum > 2))"));
  EXPECT_THAT(parsed.names(), IsEmpty());
  const Expr& call = parsed.file.rules.at(0).outcome.at(0).value.children.at(0);
  EXPECT_EQ(
      ast_text(call),
      "(metrics.auth_attempts_fail period:1d window:'today metric:'event_count_sum agg:'avg target.user.userid:$who "
      "principal.asset.hostname:* filter:(and (> 'value_sum 10) (> 'event_count_sum 2)))");
  EXPECT_EQ(parsed.source.text(call.named.at(4).name_span), "target.user.userid");
}

}  // namespace
}  // namespace yaral::syntax
