#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "convert/schema.h"
#include "convert/target.h"
#include "semantics/bind.h"

// Lucene, EQL and ES|QL over ECS: literals, tests, windows, refusals. Whole queries are in tests/convert/golden.
namespace yaral::convert {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Conversion to(std::string_view target, const std::string& events, const std::string& rest = "condition: $e") {
  const semantics::CompiledFile file =
      semantics::compile("test.yaral", "rule r {\nmeta:\nevents:\n" + events + "\n" + rest + "\n}\n");
  std::vector<packs::FileProblem> problems;
  const Schema schema = read_schema("ecs", {YARAL_SOURCE_DIR "/convert/schemas"}, {}, problems);
  EXPECT_TRUE(problems.empty());
  if (file.rules.size() != 1) {
    ADD_FAILURE() << events;
    return {};
  }
  return convert(file.rules[0], *find_target(target), {.lookups = {}, .schema = &schema});
}

std::string launch(std::string_view target, const std::string& test) {
  return to(target, "$e.metadata.event_type = \"PROCESS_LAUNCH\"\n" + test).text;
}

std::string reasons(const Conversion& conversion) {
  std::string out;
  for (const FidelityNote& note : conversion.fidelity.notes()) out += note.what + ": " + note.why + "\n";
  return out;
}

const std::string kLine = "$e.target.process.command_line";

TEST(ElasticText, NothingOfTheRuleLeavesALiteral) {
  const std::string test = kLine + R"( = "a\"b\\c` | */ // $x\n*?")";
  EXPECT_THAT(launch("lucene", test), HasSubstr("process.command_line:\"a\\\"b\\\\c` | */ // $x\n*?\""));
  EXPECT_THAT(launch("eql", test), HasSubstr(R"(process.command_line == "a\"b\\c` | */ // $x\n*?")"));
  EXPECT_THAT(launch("esql", test), HasSubstr(R"(process.command_line == "a\"b\\c` | */ // $x\n*?")"));
  const std::string part = "strings.contains(" + kLine +
                           R"(, "a*\"?\\ :)"
                           "\")";
  EXPECT_THAT(launch("lucene", part), HasSubstr(R"(process.command_line:*a\*\"\?\\\ \:*)"));
  EXPECT_THAT(launch("eql", part), HasSubstr(R"(stringContains(process.command_line, "a*\"?\\ :"))"));
  EXPECT_THAT(launch("esql", part), HasSubstr(R"(process.command_line LIKE "*a\\*\"\\?\\\\ :*")"));
  EXPECT_THAT(launch("lucene", kLine + " = \"NOT\""), HasSubstr("process.command_line:\"NOT\""));
  EXPECT_THAT(launch("lucene", kLine + " = /^a\\/b.c/"), HasSubstr("process.command_line:/a\\/b[^\n]c.*/"));
}

TEST(ElasticText, NamesOfFieldsAreQuotedWhereTheyMust) {
  const std::string test = "$e.additional.fields[\"a-b `c\"] = \"x\"";
  EXPECT_THAT(launch("lucene", test), HasSubstr(R"(winlog.event_data.a\-b\ `c:"x")"));
  EXPECT_THAT(launch("eql", test), HasSubstr(R"(`winlog.event_data.a-b ``c` == "x")"));
  EXPECT_THAT(launch("esql", test), HasSubstr(R"(winlog.event_data.`a-b ``c` == "x")"));
  EXPECT_THAT(launch("esql", "$e.additional.fields[\"in\"] = \"x\""), HasSubstr("winlog.event_data.`in` == \"x\""));
  EXPECT_THAT(launch("eql", "$e.additional.fields[\"in\"] = \"x\""), HasSubstr("`winlog.event_data.in` == \"x\""));
}

TEST(ElasticText, CaseCounts) {
  const std::string test = kLine + " = \"A.b\" nocase";
  EXPECT_THAT(launch("lucene", test), HasSubstr(R"(process.command_line:/[Aa]\.[Bb]/)"));
  EXPECT_THAT(launch("eql", test), HasSubstr(R"(process.command_line in~ ("A.b"))"));
  EXPECT_THAT(launch("esql", test), HasSubstr(R"(TO_LOWER(process.command_line) == "a.b")"));
  EXPECT_THAT(launch("eql", "re.regex(" + kLine + ", `^ab`) nocase"), HasSubstr(R"(like~ "ab*")"));
  EXPECT_THAT(reasons(to("esql", kLine + " = \"\xC3\xA9\" nocase")), HasSubstr("letters beyond ASCII"));
}

TEST(ElasticText, NotIsTrueWhereAFieldIsNotSet) {
  const std::string test = kLine + " != \"a\"";
  EXPECT_THAT(launch("lucene", test), HasSubstr(R"((*:* AND NOT (process.command_line:"a")))"));
  EXPECT_THAT(launch("eql", test),
              HasSubstr(R"(not ((process.command_line != null and process.command_line == "a")))"));
  EXPECT_THAT(launch("esql", test),
              HasSubstr(R"(NOT ((process.command_line IS NOT NULL AND process.command_line == "a")))"));
}

TEST(ElasticText, ZeroValuesAreTestsOfExistence) {
  EXPECT_THAT(launch("lucene", kLine + " != \"\""),
              HasSubstr("(_exists_:process.command_line AND NOT process.command_line:\"\")"));
  EXPECT_THAT(launch("eql", kLine + " != \"\""),
              HasSubstr("(process.command_line != null and process.command_line != \"\")"));
  EXPECT_THAT(launch("esql", kLine + " != \"\""),
              HasSubstr("(process.command_line IS NOT NULL AND process.command_line != \"\")"));
}

TEST(ElasticText, AddressesAreComparedWithAddressesAlone) {
  const std::string connection = "$e.metadata.event_type = \"NETWORK_CONNECTION\"\n";
  const std::string test =
      connection + "$e.principal.ip = \"192.0.2.1\" or net.ip_in_range_cidr($e.principal.ip, \"10.0.0.0/8\")";
  EXPECT_THAT(to("lucene", test).text, HasSubstr(R"(source.ip:"192.0.2.1" OR source.ip:"10.0.0.0/8")"));
  EXPECT_THAT(to("eql", test).text, HasSubstr(R"(source.ip == "192.0.2.1" or cidrMatch(source.ip, "10.0.0.0/8"))"));
  EXPECT_THAT(to("esql", test).text, HasSubstr(R"(source.ip == "192.0.2.1" OR CIDR_MATCH(source.ip, "10.0.0.0/8"))"));
  for (const char* target : {"lucene", "eql", "esql"})
    EXPECT_THAT(to(target, connection + "$e.principal.ip = \"none\"").text, Not(HasSubstr("none")));
  EXPECT_THAT(to("esql", connection + "$e.principal.ip = /^192/").text,
              HasSubstr("TO_STRING(source.ip) LIKE \"192*\""));
  EXPECT_THAT(to("eql", connection + "$e.principal.ip = /^192/").text, HasSubstr("string(source.ip) like \"192*\""));
  EXPECT_THAT(reasons(to("lucene", connection + "$e.principal.ip = /^192/")), HasSubstr("Lucene tests texts alone"));
}

TEST(ElasticText, FieldsWithSeveralValues) {
  const std::string test = "$e.metadata.event_type = \"FILE_OPEN\"\n$e.principal.ip = \"192.0.2.1\"";
  EXPECT_THAT(to("esql", test).text, HasSubstr("MV_CONTAINS(host.ip, TO_IP(\"192.0.2.1\"))"));
  EXPECT_THAT(to("esql", "$e.metadata.event_type = \"FILE_OPEN\"\n$e.principal.ip = /^192/").text,
              AllOf(HasSubstr("| MV_EXPAND host.ip\n"), HasSubstr("fidelity: approximate")));
  EXPECT_THAT(reasons(to("eql", "$e.metadata.event_type = \"FILE_OPEN\"\n$e.principal.ip = /^192/")),
              HasSubstr("host.ip: functions look at the first of several values"));
  EXPECT_THAT(reasons(to("lucene", "$e.metadata.event_type = \"FILE_OPEN\"\n$e.principal.ip != \"192.0.2.1\"")),
              HasSubstr("host.ip: has several values, of which none may be"));
}

TEST(ElasticText, FieldsAreComparedWithFieldsInEsqlAlone) {
  const std::string test = kLine + " = $e.principal.process.command_line";
  EXPECT_THAT(launch("esql", test),
              HasSubstr(R"(COALESCE(process.command_line, "") == COALESCE(process.parent.command_line, ""))"));
  for (const char* target : {"lucene", "eql"})
    EXPECT_THAT(reasons(to(target, "$e.metadata.event_type = \"PROCESS_LAUNCH\"\n" + test)),
                HasSubstr("compares a field with constants alone"));
}

TEST(ElasticText, LongPatternsAreRefusedWhereThereIsALimit) {
  const std::string test = kLine + " = /x.{2}" + std::string(990, 'a') + "/";
  for (const char* target : {"lucene", "eql"})
    EXPECT_THAT(reasons(to(target, "$e.metadata.event_type = \"PROCESS_LAUNCH\"\n" + test)),
                HasSubstr("takes patterns of at most 1000 characters"));
  EXPECT_THAT(launch("esql", test), HasSubstr("RLIKE"));
}

const std::string kTwo =
    "$a.metadata.event_type = \"PROCESS_LAUNCH\"\n$a.principal.hostname = $h\n"
    "$b.metadata.event_type = \"FILE_CREATION\"\n$b.principal.hostname = $h\n";

TEST(EqlTest, WindowsOfOneVariableAreItsEvents) {
  const Conversion made = to("eql", "$e.metadata.event_type = \"FILE_CREATION\"\n$e.principal.hostname = $h",
                             "match: $h over 5m condition: $e");
  EXPECT_EQ(made.fidelity.level(), Level::kExact);
  EXPECT_THAT(reasons(made), HasSubstr("over 5m: the events are shown one by one"));
  EXPECT_THAT(made.text, AllOf(HasSubstr("file where "), Not(HasSubstr("sequence"))));
}

TEST(EqlTest, CountsAreRuns) {
  const std::string events = "$e.metadata.event_type = \"FILE_CREATION\"\n$e.principal.hostname = $h";
  EXPECT_THAT(to("eql", events, "match: $h over 90s condition: #e > 4").text,
              AllOf(HasSubstr("sequence by host.name with maxspan=90s\n"), HasSubstr("] with runs=5\n")));
  EXPECT_THAT(reasons(to("eql", events, "match: $h over 5m condition: #e > 100")), HasSubstr("at most 100 events"));
  EXPECT_THAT(reasons(to("eql", events, "match: $h over 5m condition: #e < 4 and #e > 1")),
              HasSubstr("condition: EQL"));
  EXPECT_THAT(reasons(to("eql", events,
                         "match: $h over 5m outcome: $n = count_distinct($e.target.file.full_path) "
                         "condition: $e and $n > 2")),
              HasSubstr("condition: EQL"));
}

TEST(EqlTest, OrderOfSequences) {
  EXPECT_THAT(to("eql", kTwo, "match: $h over 5m condition: $a and $b").text,
              AllOf(HasSubstr("query 1 of 2"), HasSubstr("query 2 of 2")));
  const std::string ordered = kTwo + "$a.metadata.event_timestamp.seconds < $b.metadata.event_timestamp.seconds";
  EXPECT_THAT(to("eql", ordered, "match: $h over 5m condition: $a and $b").text,
              AllOf(HasSubstr("\n  [process where "), Not(HasSubstr("query 1"))));
  EXPECT_THAT(to("eql", kTwo, "match: $h over 5m before $a condition: $a and $b").text,
              testing::ContainsRegex("\n  \\[file [^\n]*\n  \\[process "));
  EXPECT_THAT(to("eql", kTwo, "match: $h over 5m condition: $a and !$b").text,
              testing::ContainsRegex("\n  \\[process [^\n]*\n  !\\[file "));
  EXPECT_THAT(reasons(to("eql", kTwo, "match: $h over 5m before $a condition: $a and !$b")),
              HasSubstr("order of events: EQL looks for missing events only after the others"));
}

TEST(EqlTest, OtherFieldsThanKeysJoin) {
  const std::string joined = kTwo + "$a.target.process.pid = $b.principal.process.pid";
  EXPECT_THAT(to("eql", joined, "match: $h over 5m condition: $a and $b").text,
              HasSubstr("sequence by process.pid, host.name with"));
  const std::string other = kTwo + "$a.target.process.file.full_path = $b.target.file.full_path";
  EXPECT_THAT(to("eql", other, "match: $h over 5m condition: $a and $b").text,
              AllOf(HasSubstr("] by process.executable, host.name\n"), HasSubstr("] by file.path, host.name\n")));
  EXPECT_THAT(reasons(to("eql", kTwo + "$a.target.process.command_line != $b.target.file.full_path",
                         "match: $h over 5m condition: $a and $b")),
              HasSubstr("EQL compares events of a sequence by equal fields and by order alone"));
}

TEST(EsqlTest, Windows) {
  const std::string events = "$e.metadata.event_type = \"FILE_CREATION\"\n$e.principal.hostname = $h";
  const Conversion blocks = to("esql", events, "match: $h by 1d condition: #e > 2");
  EXPECT_EQ(blocks.fidelity.level(), Level::kExact);
  EXPECT_THAT(blocks.text, AllOf(HasSubstr("BUCKET(@timestamp, 24 hours)"), HasSubstr("| WHERE events_e > 2\n")));
  const Conversion hop = to("esql", events, "match: $h over 90s condition: $e");
  EXPECT_EQ(hop.fidelity.level(), Level::kApproximate);
  EXPECT_THAT(hop.text, HasSubstr("BUCKET(@timestamp, 90 seconds)"));
}

TEST(EsqlTest, SeveralVariables) {
  EXPECT_THAT(to("esql", kTwo, "match: $h over 5m condition: $a and !$b").text, HasSubstr("events_b == 0"));
  EXPECT_THAT(to("esql", kTwo, "match: $h over 5m condition: $a and $b").text,
              HasSubstr("_rows_a > 0 AND _rows_b > 0 AND _rows >= 2"));
  EXPECT_THAT(reasons(to("esql", kTwo + "$a.target.process.command_line = $b.target.file.full_path",
                         "match: $h over 5m condition: $a and $b")),
              HasSubstr("ES|QL compares events of a group by their order alone"));
}

}  // namespace
}  // namespace yaral::convert
