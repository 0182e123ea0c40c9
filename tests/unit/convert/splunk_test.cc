#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "convert/splunk_dialect.h"
#include "convert/splunk_regex.h"
#include "convert/target.h"
#include "semantics/bind.h"

// SPL: literals, patterns, tests, windows, refusals. Whole queries are in tests/convert/golden.
namespace yaral::convert {
namespace {

using testing::HasSubstr;
using testing::Not;

Conversion to_splunk(const std::string& body, const std::string& target = "splunk", const std::string& more = "") {
  const semantics::CompiledFile file = semantics::compile("test.yaral", "rule r {\nmeta:\n" + body + "\n}\n");
  EXPECT_EQ(file.rules.size(), 1u) << body;
  std::vector<packs::FileProblem> problems;
  Schema schema = read_schema(target, {YARAL_SOURCE_DIR "/convert/schemas"}, {}, problems);
  if (!more.empty()) schema.add("more.yaml", "schema: " + target + "\n" + more, problems);
  EXPECT_TRUE(problems.empty());
  return convert(file.rules.at(0), *find_target(target), {.lookups = {}, .schema = &schema});
}

const std::string kLaunch =
    "$e.metadata.event_type = \"PROCESS_LAUNCH\" $e.metadata.product_event_type = \"1\" "
    "$e.metadata.product_name = \"Microsoft-Windows-Sysmon\"\n";

// The tests of one launch.
std::string where(const std::string& predicate) {
  return to_splunk("events: " + kLaunch + predicate + " condition: $e").text;
}

std::string reasons(const Conversion& conversion) {
  std::string out;
  for (const FidelityNote& note : conversion.fidelity.notes()) out += note.what + ": " + note.why + "\n";
  return out;
}

TEST(SplunkText, NothingLeavesALiteral) {
  EXPECT_EQ(splunk_literal("plain | [x] # ' * %"), "\"plain | [x] # ' * %\"");
  EXPECT_EQ(splunk_literal("a\\\"b"), R"("a\\\"b")");
  EXPECT_EQ(splunk_literal("`macro` $token$"), R"(urldecode("%60macro%60 %24token%24"))");
  EXPECT_EQ(splunk_literal("100%+\n\""), R"(urldecode("100%25%2B%0A\""))");
  EXPECT_EQ(splunk_literal(""), "\"\"");
}

TEST(SplunkText, NamesAreQuotedWhereTheyAreNoWords) {
  EXPECT_EQ(splunk_field("CommandLine"), "CommandLine");
  EXPECT_EQ(splunk_field("userIdentity.arn"), "'userIdentity.arn'");
  EXPECT_EQ(splunk_field("by"), "'by'");
  EXPECT_EQ(splunk_column("in"), "in_");
  EXPECT_EQ(splunk_name("a b"), "\"a b\"");
  for (const char* name : {"", "a'b", "a\"b", "`a`", "$a$", "a|b", "a[b", "a\nb", "a*"})
    EXPECT_FALSE(splunk_can_name(name)) << name;
  EXPECT_TRUE(splunk_can_name("userIdentity.sessionContext{}.arn"));
}

TEST(SplunkRegex, SaysWithoutMacrosAndTokens) {
  EXPECT_EQ(splunk_regex(R"(^a$)"), R"(^a\z)");
  EXPECT_EQ(splunk_regex(R"((?m)^a$|b)"), R"((?m)^a(?=\n|\z)|b)");
  EXPECT_EQ(splunk_regex(R"(\$x[$a]`)"), R"(\x24x[\x24a]\x60)");
  EXPECT_EQ(splunk_regex(R"([]$]$)"), R"([]\x24]\z)");
  EXPECT_EQ(splunk_regex(R"([^]$]$)"), R"([^]\x24]\z)");
  EXPECT_EQ(splunk_regex(R"([[:alpha:]$]$)"), R"([[:alpha:]\x24]\z)");
  EXPECT_EQ(splunk_regex(R"(\Qa$.b\E$)"), R"(a\x24\.b\z)");
  EXPECT_EQ(splunk_regex("a\nb\t"), R"(a\x0ab\x09)");
  EXPECT_EQ(splunk_regex(R"(\\$)"), R"(\\\z)");
  EXPECT_EQ(escaped_for_pcre("a.b\\c$`(x)"), R"(a\.b\\c\x24\x60\(x\))");
}

TEST(SplunkTests, AreWithCaseAndWholeUnlessSaidOtherwise) {
  EXPECT_THAT(where("$e.target.process.command_line = \"A b\""), HasSubstr("| where CommandLine==\"A b\""));
  EXPECT_THAT(where("$e.target.process.command_line = \"A b\" nocase"), HasSubstr("lower(CommandLine)==\"a b\""));
  EXPECT_THAT(where("strings.contains($e.target.process.command_line, \"a.b\")"),
              HasSubstr(R"(match(CommandLine,"a\\.b"))"));
  EXPECT_THAT(where("strings.starts_with($e.target.process.command_line, \"a\")"),
              HasSubstr(R"(match(CommandLine,"^a"))"));
  EXPECT_THAT(where("$e.target.process.command_line = /x+y$/ nocase"), HasSubstr(R"(match(CommandLine,"(?i)x+y\\z"))"));
  EXPECT_THAT(where("$e.target.process.command_line = \"a\" or $e.target.process.command_line = \"b\""),
              HasSubstr(R"((CommandLine=="a" OR CommandLine=="b"))"));
}

TEST(SplunkTests, NotOfAFieldThatIsNotSetHolds) {
  EXPECT_THAT(where("$e.target.process.command_line != \"a\""),
              HasSubstr(R"(NOT ((isnotnull(CommandLine) AND CommandLine=="a")))"));
  EXPECT_THAT(where("$e.target.process.command_line != \"\""), HasSubstr(R"(coalesce(CommandLine,"")!="")"));
}

TEST(SplunkTests, PartsOfFieldsAreTakenOut) {
  EXPECT_THAT(where("$e.principal.user.userid = \"ana\""), HasSubstr(R"(match(User,"\\\\ana\\z"))"));
  EXPECT_THAT(where("$e.target.process.file.sha256 = \"AB\""), HasSubstr(R"(match(lower(Hashes),"sha256=ab"))"));
  const Conversion made = to_splunk("events: " + kLaunch + " outcome: $u = $e.principal.user.userid condition: $e");
  EXPECT_THAT(made.text, HasSubstr(R"(mvindex(split(coalesce(User,""),"\\"),-1))"));
}

TEST(SplunkTests, FieldsWithSeveralValuesAreTestedOneByOne) {
  const Conversion made = to_splunk(
      "events: $e.metadata.event_type = \"NETWORK_DNS\" $e.network.dns.answers.data = \"192.0.2.1\" condition: $e",
      "splunk-cim");
  EXPECT_THAT(made.text, HasSubstr("isnotnull(mvfilter(answer==\"192.0.2.1\"))"));
}

TEST(SplunkTests, WhatStandsForNothingIsNothing) {
  const Conversion made = to_splunk(
      "events: $e.metadata.event_type = \"PROCESS_LAUNCH\" $e.target.process.command_line = \"a\" condition: $e",
      "splunk-cim");
  EXPECT_THAT(made.text,
              HasSubstr("| from datamodel:\"Endpoint.Processes\"\n| eval process=nullif(process,\"unknown\")"));
}

TEST(SplunkRows, SourcesOfTheUserMayHaveSearchText) {
  const Conversion made =
      to_splunk("events: " + kLaunch + " condition: $e", "splunk", "sources: [{name: Sysmon 1, from: index=win}]\n");
  EXPECT_THAT(made.text, HasSubstr("search index=win source=\"XmlWinEventLog:Microsoft-Windows-Sysmon/Operational\""));
}

TEST(SplunkRows, NamesThatCannotBeSaidAreRefused) {
  const Conversion made =
      to_splunk("events: " + kLaunch + "$e.additional.fields[\"a' | delete '\"] = \"x\" condition: $e");
  EXPECT_TRUE(made.fidelity.refused());
  EXPECT_THAT(reasons(made), HasSubstr("is no name that a field can have in SPL"));
}

TEST(SplunkRows, AColumnNamedAsAFieldThatAnotherReadsIsNamedLast) {
  const Conversion made = to_splunk(
      "events: $e.metadata.event_type = \"USER_LOGIN\" $e.principal.user.userid = $user\n"
      "match: $user over 5m outcome: $n = count_distinct($e.target.user.userid) condition: $e",
      "splunk-cim");
  EXPECT_THAT(made.text, HasSubstr("own_user=coalesce(src_user,\"\"), target_user_userid=coalesce(user,\"\")"));
  EXPECT_THAT(made.text, HasSubstr("| rename own_user as user"));
}

const std::string kHost = "$e.principal.hostname = $h match: $h over ";

TEST(SplunkWindows, OnePassWhereEveryEventFulfilsTheCondition) {
  const Conversion made = to_splunk("events: " + kLaunch + kHost + "5m condition: $e");
  EXPECT_EQ(made.fidelity.level(), Level::kExact);
  EXPECT_THAT(made.text,
              HasSubstr("streamstats reset_after=\"(next_time>=window_start+300)\" min(_time) as window_start by h"));
  EXPECT_THAT(made.text, Not(HasSubstr("time_window")));
}

TEST(SplunkWindows, CountsAreOverASpanAfterEachEvent) {
  const Conversion made = to_splunk("events: " + kLaunch + kHost + "5m condition: #e > 3");
  EXPECT_EQ(made.fidelity.level(), Level::kApproximate);
  EXPECT_THAT(made.text,
              HasSubstr("| sort 0 -_time\n| streamstats time_window=300s count as events_e by h\n| reverse"));
  EXPECT_THAT(made.text, HasSubstr("| where events_e>3"));
}

TEST(SplunkWindows, BlocksAreCountedFrom1970) {
  const Conversion made =
      to_splunk("events: " + kLaunch + "$e.principal.hostname = $h match: $h by 1h condition: #e > 3");
  EXPECT_EQ(made.fidelity.level(), Level::kExact);
  EXPECT_THAT(made.text, HasSubstr("window_start=floor(_time/3600)*3600"));
}

TEST(SplunkWindows, RefusedWithReasons) {
  const std::string two =
      "events: $a.metadata.event_type = \"PROCESS_LAUNCH\" $b.metadata.event_type = \"NETWORK_DNS\"\n"
      "$a.principal.hostname = $h $b.principal.hostname = $h\n";
  EXPECT_THAT(reasons(to_splunk(two + "match: $h over 5m condition: $a or $b")), HasSubstr("stand"));
  const std::string sums = "match: $h over 5m outcome: $n = sum($a.metadata.event_timestamp.seconds)\n";
  EXPECT_THAT(reasons(to_splunk(two + sums + "condition: $a and $b and $n > 3")), HasSubstr("combinations of events"));
  const Conversion left_out = to_splunk(two + sums + "condition: $a and $b");
  EXPECT_FALSE(left_out.fidelity.refused());
  EXPECT_THAT(reasons(left_out), HasSubstr("$n: is left out of the results"));
}

TEST(SplunkComment, HasNoMacroAndNoToken) {
  const Conversion made = to_splunk("events: $e.target.url = \"x\" condition: $e");
  EXPECT_TRUE(made.fidelity.refused());
  EXPECT_THAT(made.text, HasSubstr("```\nr: Splunk SPL"));
  EXPECT_THAT(made.text, Not(HasSubstr("$e")));
  EXPECT_THAT(made.text, Not(HasSubstr("`Sysmon")));
}

}  // namespace
}  // namespace yaral::convert
