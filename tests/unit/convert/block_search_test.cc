#include "convert/block_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "convert/slash_regex.h"
#include "convert/target.h"
#include "semantics/bind.h"

// CQL and Sumo Logic: literals, tests, blocks of time, refusals. Whole queries are in tests/convert/golden.
namespace yaral::convert {
namespace {

using testing::HasSubstr;
using testing::Not;

Conversion to(const std::string& target, const std::string& body) {
  const semantics::CompiledFile file = semantics::compile("test.yaral", "rule r {\nmeta:\n" + body + "\n}\n");
  EXPECT_EQ(file.rules.size(), 1u) << body;
  std::vector<packs::FileProblem> problems;
  const Schema schema = read_schema(target, {YARAL_SOURCE_DIR "/convert/schemas"}, {}, problems);
  EXPECT_TRUE(problems.empty());
  return convert(file.rules.at(0), *find_target(target), {.lookups = {}, .schema = &schema});
}

const std::string kLaunch = "events: $e.metadata.event_type = \"PROCESS_LAUNCH\"\n";
const std::string kLine = "$e.target.process.command_line";

std::string cql(const std::string& predicate) { return to("logscale", kLaunch + predicate + " condition: $e").text; }
std::string sumo(const std::string& predicate) { return to("sumo", kLaunch + predicate + " condition: $e").text; }

std::string reasons(const Conversion& conversion) {
  std::string out;
  for (const FidelityNote& note : conversion.fidelity.notes()) out += note.what + ": " + note.why + "\n";
  return out;
}

TEST(SlashRegex, BodiesCannotEndThePattern) {
  EXPECT_EQ(slash_pattern("a/b\n*", LiteralUse::kWhole), R"(^a\/b\n\*$)");
  EXPECT_EQ(slash_pattern("a.b", LiteralUse::kEndsWith), R"(a\.b$)");
  EXPECT_EQ(slash_body(R"(a/b\/c\\/)"), R"(a\/b\/c\\\/)");
  EXPECT_EQ(flagged_regex("(?i-s)a.b"), "/a.b/i");
  EXPECT_EQ(flagged_regex("(?-s)(?i)a"), "/a/i");
  EXPECT_EQ(flagged_regex("a(?i)b"), "/a(?i)b/");
}

TEST(Cql, NothingLeavesALiteral) {
  EXPECT_THAT(cql(kLine + R"( = "a\"b\\c // $x() ?y | `z`")"),
              HasSubstr(R"(CommandLine = "a\"b\\c // $x() ?y | `z`")"));
  EXPECT_THAT(cql(kLine + " = \"a*b\""), HasSubstr(R"(CommandLine = /^a\*b$/)"));
  EXPECT_THAT(cql(kLine + " = \"a\\nb\""), HasSubstr(R"(CommandLine = /^a\nb$/)"));
  EXPECT_THAT(cql(kLine + " = \"A/b\" nocase"), HasSubstr(R"(CommandLine = /^A\/b$/i)"));
}

TEST(Cql, TestsOfTexts) {
  EXPECT_THAT(cql("strings.contains(" + kLine + ", \"ab\")"), HasSubstr(R"(CommandLine = "*ab*")"));
  EXPECT_THAT(cql(kLine + " = /ab$/"), HasSubstr(R"(CommandLine = "*ab")"));
  EXPECT_THAT(cql(kLine + " = /a+b/ nocase"), HasSubstr("CommandLine = /a+b/i"));
  EXPECT_THAT(cql(kLine + " != \"a\""), HasSubstr(R"(NOT (CommandLine = "a"))"));
  EXPECT_THAT(cql(kLine + " = \"\""), HasSubstr("NOT (CommandLine = /./)"));
}

TEST(Cql, BlocksAreExactForTumblingWindowsAlone) {
  const std::string host = "$e.principal.hostname = $h match: $h ";
  const Conversion by = to("logscale", kLaunch + host + "by 1h condition: #e > 2");
  EXPECT_EQ(by.fidelity.level(), Level::kExact);
  EXPECT_THAT(by.text, HasSubstr("| window_start := @timestamp - (@timestamp % 3600000)\n"
                                 "| groupBy([h, window_start], function=[count(as=events_e)], limit=max)"));
  const Conversion over = to("logscale", kLaunch + host + "over 1h condition: #e > 2");
  EXPECT_EQ(over.fidelity.level(), Level::kApproximate);
  EXPECT_THAT(reasons(over), HasSubstr("windows are blocks of time"));
  const std::string after =
      "events: $a.metadata.event_type = \"PROCESS_LAUNCH\" $b.metadata.event_type = \"NETWORK_DNS\"\n"
      "$a.principal.hostname = $h $b.principal.hostname = $h match: $h over 1h after $a condition: $a and $b";
  EXPECT_THAT(reasons(to("logscale", after)), HasSubstr("not windows around an event"));
}

TEST(Cql, ChoicesAreCases) {
  const Conversion made = to("logscale", kLaunch + "outcome: $r = if(" + kLine + " = \"a\", 2, 1) condition: $e");
  EXPECT_THAT(made.text, HasSubstr("| case { target_process_command_line = \"a\" | r := 2 ; * | r := 1 }"));
}

TEST(Cql, NamesThatCannotBeSaidAreRefused) {
  for (const char* target : {"logscale", "sumo"}) {
    const std::string text = "events: $e.principal.hostname = \"a\" condition: $e";
    const semantics::CompiledFile file = semantics::compile("t", "rule r {\nmeta:\n" + text + "\n}\n");
    std::vector<packs::FileProblem> problems;
    Schema schema(target);
    schema.add("x.yaml",
               "schema: " + std::string(target) +
                   "\nsources: [{name: a, from: sec_record_x}]\n"
                   "fields: {principal.hostname: 'a\" | drop()', metadata.event_timestamp: t}\n",
               problems);
    const Conversion made = convert(file.rules.at(0), *find_target(target), {.lookups = {}, .schema = &schema});
    EXPECT_THAT(reasons(made), HasSubstr("is no name that a field can have"));
  }
}

TEST(Sumo, NothingLeavesALiteral) {
  EXPECT_THAT(sumo(kLine + R"( = "a\"b\\c // | x")"), HasSubstr(R"(where commandLine = "a\"b\\c // | x")"));
  EXPECT_THAT(sumo(kLine + " = \"a\\nb\""), HasSubstr(R"(commandLine matches /^a\nb$/)"));
  EXPECT_THAT(sumo(kLine + " = \"A\" nocase"), HasSubstr(R"(toLowerCase(commandLine) = "a")"));
}

TEST(Sumo, TestsOfTexts) {
  EXPECT_THAT(sumo("strings.contains(" + kLine + ", \"a/b\")"),
              HasSubstr(R"(commandLine matches /^[\s\S]*a\/b[\s\S]*$/)"));
  EXPECT_THAT(sumo(kLine + " = /a+b$/"), HasSubstr(R"(commandLine matches /^[\s\S]*(?:a+b$)[\s\S]*$/)"));
  EXPECT_THAT(sumo(kLine + " = \"a\" or " + kLine + " = \"b\""), HasSubstr(R"(commandLine in ("a", "b"))"));
  EXPECT_THAT(sumo(kLine + " != \"a\""), HasSubstr(R"(!((!isNull(commandLine) and commandLine = "a")))"));
}

TEST(Sumo, SeveralVariablesAreMarked) {
  const Conversion made =
      to("sumo",
         "events: $a.metadata.event_type = \"PROCESS_LAUNCH\" $b.metadata.event_type = \"NETWORK_DNS\"\n"
         "$a.principal.hostname = $h $b.principal.hostname = $h match: $h over 5m condition: $a and #b > 2");
  EXPECT_THAT(made.text, HasSubstr("if(event_variable = \"b\", 1, 0) as is_b"));
  EXPECT_THAT(made.text, HasSubstr("sum(is_a) as has_a"));
  EXPECT_THAT(made.text, HasSubstr("| where has_b > 0"));
  EXPECT_THAT(made.text, Not(HasSubstr("``")));
}

}  // namespace
}  // namespace yaral::convert
