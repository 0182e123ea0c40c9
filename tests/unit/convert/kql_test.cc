#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "convert/kql_text.h"
#include "convert/kql_windows.h"
#include "convert/regex.h"
#include "convert/schema.h"
#include "convert/target.h"
#include "semantics/bind.h"

// KQL: literals, tests, windows, refusals. Whole queries are in tests/convert/golden.
namespace yaral::convert {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Conversion to(std::string_view target, const std::string& events, const std::string& rest = "condition: $e") {
  const semantics::CompiledFile file =
      semantics::compile("test.yaral", "rule r {\nmeta:\nevents:\n" + events + "\n" + rest + "\n}\n");
  std::vector<packs::FileProblem> problems;
  const Schema schema = read_schema(std::string(target), {YARAL_SOURCE_DIR "/convert/schemas"}, {}, problems);
  EXPECT_TRUE(problems.empty());
  if (file.rules.size() != 1) {
    ADD_FAILURE() << events;
    return {};
  }
  return convert(file.rules[0], *find_target(target), {.lookups = {}, .schema = &schema});
}

std::string launch(const std::string& test) {
  return to("defender", "$e.metadata.event_type = \"PROCESS_LAUNCH\"\n" + test).text;
}

std::string reasons(const Conversion& conversion) {
  std::string out;
  for (const FidelityNote& note : conversion.fidelity.notes()) out += note.what + ": " + note.why + "\n";
  return out;
}

const std::string kLine = "$e.target.process.command_line";

TEST(KqlTest, NothingLeavesALiteral) {
  EXPECT_EQ(kql_literal("plain $x `y` | // %z"), R"("plain $x `y` | // %z")");
  EXPECT_EQ(kql_literal(R"(C:\a\)"), R"(@"C:\a\")");
  EXPECT_EQ(kql_literal(R"(say "hi" | where true)"), R"(@"say ""hi"" | where true")");
  EXPECT_EQ(kql_literal("a\n\"\\\t\x1b"), R"("a\n\"\\\t\u001b")");
  EXPECT_EQ(kql_literal(std::string_view("\0", 1)), R"("\u0000")");
  EXPECT_EQ(kql_literal(""), R"("")");
}

TEST(KqlTest, NamesThatAreWordsOfTheLanguageStandInBrackets) {
  EXPECT_EQ(kql_name("host_1"), "host_1");
  EXPECT_EQ(kql_name("kind"), R"(["kind"])");
  EXPECT_EQ(kql_name("a b"), R"(["a b"])");
  EXPECT_EQ(kql_name("1a"), R"(["1a"])");
}

TEST(KqlTest, TimespansAreInTheLargestUnit) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  EXPECT_EQ(kql_timespan({300 * kSecond}), "5m");
  EXPECT_EQ(kql_timespan({36 * 3600 * kSecond}), "36h");
  EXPECT_EQ(kql_timespan({48 * 3600 * kSecond}), "2d");
  EXPECT_EQ(kql_timespan({kSecond + 500'000'000}), "1500ms");
}

TEST(KqlTest, PatternsMeanTheSameToBothEngines) {
  const auto kusto = [](std::string_view pattern, bool nocase = false) {
    const auto regex = translate_regex(pattern, nocase, RegexDialect::kKusto);
    return regex ? regex->text : "refused: " + regex.error();
  };
  EXPECT_EQ(kusto(R"(^\\temp\\.*\.exe$)", true), R"((?i)^\\temp\\.*\.exe$)");
  EXPECT_EQ(kusto(R"(\<a\>\_\/\ \")"), R"(<a>_/ ")");
  EXPECT_EQ(kusto("a{b}{2}"), R"(a\{b}{2})");
  EXPECT_EQ(kusto("[[a]&&~b]"), R"([\[a]&&~b])");
  EXPECT_EQ(kusto("[a[&&~b]"), R"([a\[\&\&\~b])");
  EXPECT_EQ(kusto("[[:alpha:]x]"), "[[:alpha:]x]");
  EXPECT_EQ(kusto("[]a]"), R"([\]a])");
  EXPECT_EQ(kusto(R"(\Qa.b\Ec)"), R"(a\.bc)");
  EXPECT_EQ(kusto(R"(\101\x{41}\pL)"), R"(\x{41}\x{41}\pL)");
  EXPECT_EQ(kusto(R"(a\Cb)"), R"(refused: Kusto cannot say one byte (\C))");
  EXPECT_THAT(kusto("[+--]"), HasSubstr("refused: Kusto cannot say `--`"));
  EXPECT_FALSE(translate_regex(R"(\d)", false, RegexDialect::kKusto)->shift.empty());
  EXPECT_TRUE(translate_regex("a", false, RegexDialect::kKusto)->shift.empty());
}

TEST(KqlTest, TestsOfTexts) {
  const std::pair<std::string, std::string> kRows[] = {
      {kLine + " = \"a|b\"", R"(| where ProcessCommandLine == "a|b")"},
      {kLine + " = \"a\" nocase", R"(| where ProcessCommandLine =~ "a")"},
      {"not " + kLine + " = \"a\"", R"(| where not(ProcessCommandLine == "a"))"},
      {kLine + " != \"\"", "| where isnotempty(ProcessCommandLine)"},
      {"(" + kLine + " = \"a\" or " + kLine + " = \"b\")", R"(| where ProcessCommandLine in ("a", "b"))"},
      {"strings.contains(" + kLine + ", \"x y\")", R"(| where ProcessCommandLine contains_cs "x y")"},
      {kLine + " = /^net / nocase", R"(| where ProcessCommandLine startswith "net ")"},
      {kLine + " = /a[0-9]+b/", R"(| where ProcessCommandLine matches regex "a[0-9]+b")"},
      {kLine + " > \"b\"", R"(| where strcmp(ProcessCommandLine, "b") > 0)"},
      {"strings.to_lower(" + kLine + ") = \"a\"", R"(| where ProcessCommandLine =~ "a")"},
      {"strings.length(" + kLine + ") > 5", "| where strlen(ProcessCommandLine) > 5"},
  };
  for (const auto& [test, query] : kRows) EXPECT_THAT(launch(test), HasSubstr(query + "\n")) << test;
}

TEST(KqlTest, NumbersMayBeNull) {
  const auto connection = [](const std::string& test) {
    return to("defender", "$e.metadata.event_type = \"NETWORK_HTTP\"\n" + test).text;
  };
  EXPECT_THAT(connection("$e.target.port = 80"), HasSubstr("| where RemotePort == 80\n"));
  EXPECT_THAT(connection("$e.target.port > 80"), HasSubstr("| where RemotePort > 80\n"));
  EXPECT_THAT(connection("not $e.target.port > 80"),
              HasSubstr("| where not(isnotnull(RemotePort) and RemotePort > 80)\n"));
  EXPECT_THAT(connection("$e.target.port < 80"), HasSubstr("| where not(isnotnull(RemotePort)) or RemotePort < 80\n"));
  // UDM has texts where the column holds numbers.
  EXPECT_THAT(connection("$e.principal.process.pid = \"4\""), HasSubstr("| where InitiatingProcessId == 4\n"));
  EXPECT_THAT(connection("$e.principal.process.pid = \"x\""),
              HasSubstr("| where tostring(InitiatingProcessId) == \"x\"\n"));
  EXPECT_THAT(connection("$e.principal.process.pid = /^12/"),
              HasSubstr("| where tostring(InitiatingProcessId) startswith_cs \"12\"\n"));
}

TEST(KqlTest, Addresses) {
  const std::string text =
      to("defender",
         "$e.metadata.event_type = \"NETWORK_HTTP\"\nnet.ip_in_range_cidr($e.target.ip, \"10.0.0.0/8\")\n"
         "not net.ip_in_range_cidr($e.target.ip, \"fe80::/10\")")
          .text;
  EXPECT_THAT(text, HasSubstr(R"(| where coalesce(ipv4_is_in_range(RemoteIP, "10.0.0.0/8"), false))"));
  EXPECT_THAT(text, HasSubstr(R"(| where not(coalesce(ipv6_is_in_range(RemoteIP, "fe80::/10"), false)))"));
}

TEST(KqlTest, MembersOfDynamicColumns) {
  const Conversion made = to("sentinel",
                             "$e.metadata.event_type = \"PROCESS_OPEN\"\n"
                             "$e.additional.fields[\"a\\\"b\"] = \"x\"\n$e.target.process.pid = \"7\"");
  EXPECT_THAT(made.text, AllOf(HasSubstr(R"(| where tostring(EventData[@"a""b"]) == "x")"),
                               HasSubstr("| where tolong(EventData.TargetProcessId) == 7")));
}

TEST(KqlTest, WhatThePlatformStoresInAnotherCaseIsComparedWithout) {
  const Conversion made =
      to("defender", "$e.metadata.event_type = \"PROCESS_LAUNCH\"\n$e.principal.hostname = \"HOST\"");
  EXPECT_EQ(made.fidelity.level(), Level::kApproximate);
  EXPECT_THAT(made.text, HasSubstr("| where DeviceName =~ \"HOST\""));
  EXPECT_THAT(reasons(made), HasSubstr("DeviceName: is not stored in the case of the event"));
}

TEST(KqlTest, LettersBeyondAsciiWithoutCaseAreApproximate) {
  const Conversion made =
      to("defender", "$e.metadata.event_type = \"PROCESS_LAUNCH\"\n" + kLine + " = \"\xC3\x84\" nocase");
  EXPECT_EQ(made.fidelity.level(), Level::kApproximate);
}

TEST(KqlTest, OutcomesThatCannotBeSaidAreLeftOut) {
  const std::string rest = "outcome: $a = strings.extract_domain($e.target.process.command_line)\n$b = 1\ncondition: ";
  const Conversion made = to("defender", "$e.metadata.event_type = \"PROCESS_LAUNCH\"", rest + "$e");
  EXPECT_THAT(made.text, AllOf(HasSubstr("| extend b = 1"), Not(HasSubstr("a ="))));
  EXPECT_THAT(reasons(made), HasSubstr("$a: is left out of the results: strings.extract_domain"));
  EXPECT_TRUE(
      to("defender", "$e.metadata.event_type = \"PROCESS_LAUNCH\"", rest + "$e and $a = \"x\"").fidelity.refused());
}

TEST(KqlTest, CallsWithinCallsDoNotGrowWithoutBound) {
  std::string call = kLine;
  for (int depth = 0; depth < 18; ++depth) call = "strings.coalesce(" + call + ", \"x\")";
  const Conversion made = to("defender", "$e.metadata.event_type = \"PROCESS_LAUNCH\"\n" + call + " = \"a\"");
  EXPECT_THAT(reasons(made), HasSubstr("would be too long here"));
}

TEST(KqlTest, WindowsArePickedByTheSizeOfTheMatch) {
  const std::string events = "$e.metadata.event_type = \"FILE_CREATION\"\n$e.target.file.sha256 = $h";
  EXPECT_THAT(to("defender", events, "match: $h over 5m condition: $e").text,
              HasSubstr("row_window_session(e_Time, 5m - 1tick, 5m - 1tick, h != prev(h))"));
  EXPECT_THAT(to("defender", events, "match: $h by 1h condition: $e").text,
              HasSubstr("window_start = bin(e_Time, 1h)"));
  EXPECT_THAT(to("defender", events, "match: $h by 7m condition: $e").text,
              HasSubstr("window_start = bin_at(e_Time, 7m, datetime(1970-01-01))"));
}

TEST(KqlTest, FieldsWithSeveralValuesAreRefused) {
  const semantics::CompiledFile file =
      semantics::compile("test.yaral", "rule r {\nmeta:\nevents: $e.principal.ip = \"a\"\ncondition: $e\n}\n");
  std::vector<packs::FileProblem> problems;
  Schema schema("asim");
  schema.add("mine.yaml",
             "schema: asim\nsources: [{name: s, from: T, fields: {principal.ip: {field: Ips, list: true}}}]\n"
             "fields: {metadata.event_timestamp: TimeGenerated}\n",
             problems);
  ASSERT_EQ(file.rules.size(), 1u);
  EXPECT_THAT(reasons(convert(file.rules[0], *find_target("asim"), {.lookups = {}, .schema = &schema})),
              HasSubstr("principal.ip: has several values in `Ips`"));
}

TEST(KqlTest, WhatIsRefusedSaysWhy) {
  EXPECT_THAT(reasons(to("asim", "$e.metadata.event_type = \"DEVICE_PROGRAM_DOWNLOAD\"")),
              HasSubstr("$e: ASIM has no source of such events"));
  EXPECT_THAT(reasons(to("asim", "$e.metadata.event_type = \"NETWORK_DNS\"\n$e.target.url = \"x\"")),
              HasSubstr("target.url: ASIM has no such field for events of `DNS query`"));
  const std::string two =
      "$e.metadata.event_type = \"FILE_CREATION\"\n$e.target.file.sha256 = $h\n"
      "$f.metadata.event_type = \"FILE_DELETION\"\n$f.target.file.sha256 = $h\n";
  EXPECT_THAT(reasons(to("defender", two, "match: $h over 5m condition: $e and #f < 3")),
              HasSubstr("$f: may be absent, and"));
  const std::string third = "$g.metadata.event_type = \"FILE_MOVE\"\n$g.target.file.sha256 = $h";
  EXPECT_THAT(reasons(to("defender", two + third, "match: $h over 5m condition: $e and !$f and !$g")),
              HasSubstr("condition: more than one event variable may be absent"));
}

}  // namespace
}  // namespace yaral::convert
