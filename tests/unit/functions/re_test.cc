#include <gtest/gtest.h>

#include "call.h"

namespace yaral::functions {
namespace {

TEST(ReRegex, SearchesAnywhere) {
  check({
      {"re.regex", {s("C:\\Windows\\signtool.exe"), s("signtool\\.exe$")}, yes()},
      {"re.regex", {s("signtool"), s("^tool")}, no()},
      {"re.regex", {s("SIGN"), s("sign")}, no()},
      {"re.regex", {s("SIGN"), s("(?i)sign")}, yes()},
      {"re.regex", {s("first\nsecond"), s("second")}, yes()},
      {"re.regex", {s("first\nsecond"), s("t.s")}, no()},
      {"re.regex", {s("first\nsecond"), s("(?s)t.s")}, yes()},
      {"re.regex", {unset(), s("^$")}, yes()},
      {"re.regex", {unset(), s(".")}, no()},
      {"re.regex", {s("x"), unset()}, yes()},
      {"re.regex", {b("MZ"), s("^MZ$")}, yes()},
  });
}

TEST(ReRegex, NocaseComesFromTheCall) {
  Caller call;
  EXPECT_TRUE(call.constant("re.regex", {s("SIGN"), s("sign")}, true).as_bool());
  EXPECT_FALSE(call.constant("re.regex", {s("SIGN"), s("sign")}, false).as_bool());
}

TEST(ReRegex, NocaseReachesPatternsThatAreNotConstant) {
  Caller call;
  const Implementation* regex = find_implementation("re.regex");
  const std::vector<Value> no_constants = {unset(), unset()};
  const auto prepared = regex->prepare(no_constants, true);
  const std::vector<Value> arguments = {s("SIGN"), s("sign")};
  EXPECT_TRUE(regex->call(call.context(), arguments, prepared.get()).as_bool());
}

TEST(ReRegex, BadPatternsAreFalseAndNoted) {
  Caller call;
  EXPECT_FALSE(call("re.regex", {s("x"), s("(")}).as_bool());
  EXPECT_FALSE(call.constant("re.regex", {s("x"), s("(?=x)")}).as_bool());
  EXPECT_EQ(shown(call("re.capture", {s("x"), s("[")})), "\"\"");
  EXPECT_EQ(shown(call("re.capture_all", {s("x"), s("[")})), "[]");
  EXPECT_EQ(shown(call("re.replace", {s("x"), s("["), s("y")})), "\"x\"");
  EXPECT_EQ(call.notes("invalid regular expression"), 5);
}

TEST(ReCapture, GivesTheGroupOrTheMatch) {
  check({
      {"re.capture", {s("alice@example.com"), s("@(.*)")}, s("example.com")},
      {"re.capture", {s("alice@example.com"), s("@.*")}, s("@example.com")},
      {"re.capture", {s("a1b2"), s("[0-9]")}, s("1")},
      {"re.capture", {s("a1b2"), s("(?:a)([0-9])")}, s("1")},
      {"re.capture", {s("none"), s("@(.*)")}, s("")},
      {"re.capture", {s("b"), s("(a)?b")}, s("")},
      {"re.capture", {unset(), s("(.*)")}, s("")},
  });
}

TEST(ReCapture, TwoGroupsGiveNothingAndANote) {
  Caller call;
  EXPECT_EQ(shown(call("re.capture", {s("ab"), s("(a)(b)")})), "\"\"");
  EXPECT_EQ(shown(call("re.capture_all", {s("ab"), s("(a)(b)")})), "[]");
  EXPECT_EQ(call.notes("regular expression with more than one group in a capture"), 2);
}

TEST(ReCaptureAll, FindsEveryMatchOnce) {
  Caller call;
  const auto all = [&](std::string_view text, std::string_view re) {
    return shown(call("re.capture_all", {s(text), s(re)}));
  };
  EXPECT_EQ(all("a1b22c333", "[0-9]+"), "[\"1\", \"22\", \"333\"]");
  EXPECT_EQ(all("k=v;l=w", "=(.)"), "[\"v\", \"w\"]");
  EXPECT_EQ(all("banana", "ana"), "[\"ana\"]");
  EXPECT_EQ(all("none", "[0-9]"), "[]");
  EXPECT_EQ(all("", "x*"), "[\"\"]");
  EXPECT_EQ(all("axb", "x*"), "[\"\", \"x\", \"\"]");
  EXPECT_TRUE(call.quiet());
}

TEST(ReCaptureAll, IsCutAtItsLimit) {
  Caller call;
  const std::string text(1 << 20, 'a');
  EXPECT_EQ(call("re.capture_all", {s(text), s("a")}).as_list().size(), 10'000);
  EXPECT_EQ(call.notes("re.capture_all with more than 10,000 matches was cut"), 1);
  EXPECT_EQ(call("re.capture_all", {s(text.substr(0, 10'000)), s("a")}).as_list().size(), 10'000);
  EXPECT_EQ(call.notes("re.capture_all with more than 10,000 matches was cut"), 1);
}

TEST(ReReplace, ReplacesAllMatches) {
  check({
      {"re.replace", {s("banana"), s("ana"), s("X")}, s("bXna")},
      {"re.replace", {s("a.b.c"), s("\\."), s("-")}, s("a-b-c")},
      {"re.replace", {s("alice@example.com"), s("(.*)@(.*)"), s("\\2:\\1")}, s("example.com:alice")},
      {"re.replace", {s("abc"), s("b"), s("[\\0]")}, s("a[b]c")},
      {"re.replace", {s("abc"), s("b"), s("\\\\")}, s("a\\c")},
      {"re.replace", {s("name"), s(""), s("1")}, s("1n1a1m1e1")},
      {"re.replace", {s("\xC3\xA4\xC3\xB6"), s(""), s("-")}, s("-\xC3\xA4-\xC3\xB6-")},
      {"re.replace", {s(""), s("^$"), s("empty")}, s("empty")},
      {"re.replace", {s("x"), s("^$"), s("empty")}, s("x")},
      {"re.replace", {s("aab"), s("a*"), s("-")}, s("-b-")},
      {"re.replace", {s("none"), s("x"), s("y")}, s("none")},
      {"re.replace", {s("aaa"), s("a"), s("")}, s("")},
      {"re.replace", {unset(), s("a"), s("b")}, s("")},
      {"re.replace", {s("abc"), s("b"), unset()}, s("ac")},
  });
}

TEST(ReReplace, BadReferencesLeaveTheText) {
  for (const std::string_view replacement : {"\\1", "\\9", "\\", "\\x", "end\\"}) {
    Caller call;
    EXPECT_EQ(shown(call("re.replace", {s("abc"), s("b"), s(replacement)})), "\"abc\"") << replacement;
    EXPECT_EQ(call.notes("invalid replacement in re.replace"), 1) << replacement;
  }
}

TEST(ReReplace, ResultsAreCut) {
  Caller call;
  const std::string text(1 << 20, 'a');
  EXPECT_EQ(call("re.replace", {s(text), s("a"), s(text)}).as_text().size(), 16u << 20);
  EXPECT_EQ(call.notes("text longer than 16 MiB was cut"), 1);
}

TEST(Re, TakesInvalidUtf8AndLongText) {
  Caller call;
  const std::string text = std::string(1 << 20, '\xff') + "needle";
  EXPECT_TRUE(call("re.regex", {s(text), s("needle$")}).as_bool());
  EXPECT_EQ(shown(call("re.capture", {s(text), s("(need).*")})), "\"need\"");
  EXPECT_EQ(call("re.replace", {s(text), s("needle"), s("")}).as_text().size(), 1u << 20);
}

}  // namespace
}  // namespace yaral::functions
