#include "sigma/export_schema.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "convert/schema_text.h"
#include "convert/sigma_detection.h"
#include "convert/target.h"
#include "packs/files.h"
#include "semantics/bind.h"

namespace yaral::sigma {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const convert::Schema& schema() {
  static const convert::Schema made = export_schema(Taxonomy());
  return made;
}

convert::Conversion exported(const std::string& text) {
  const semantics::CompiledFile file = semantics::compile("r.yaral", text);
  EXPECT_EQ(file.rules.size(), 1u) << text;
  return convert::convert(file.rules.at(0), *convert::find_target("sigma"), {.lookups = {}, .schema = &schema()});
}

convert::Conversion rule(const std::string& sections) {
  return exported("rule a_rule {\nmeta:\nauthor = \"x\"\n" + sections + "\n}\n");
}

// A launch with one more predicate.
convert::Conversion launch(const std::string& predicate) {
  return rule("events:\n$e.metadata.event_type = \"PROCESS_LAUNCH\"\n" + predicate + "\ncondition: $e");
}

std::string refusals(const convert::Conversion& conversion) {
  std::string out;
  for (const convert::FidelityNote& note : conversion.fidelity.notes())
    if (note.level == convert::Level::kRefused) out += note.what + ": " + note.why + '\n';
  return out;
}

struct Case {
  const char* predicate;
  const char* lines;  // of the document
};

TEST(SigmaExport, PredicatesAreTestsWithModifiers) {
  const Case cases[] = {
      {R"($e.target.process.command_line = "a" nocase)", "    selection:\n        CommandLine: 'a'\n"},
      {R"($e.target.process.command_line = "a")", "        CommandLine|cased: 'a'\n"},
      {R"($e.target.process.command_line = "12")", "        CommandLine: 12\n"},
      {R"($e.target.process.command_line = "012")", "        CommandLine: '012'\n"},
      {R"(strings.contains($e.target.process.command_line, "a"))", "        CommandLine|contains|cased: 'a'\n"},
      {R"($e.target.process.command_line = /a|b/ nocase)",
       "        CommandLine|contains:\n            - 'a'\n            - 'b'\n"},
      {R"($e.target.process.command_line = /^a/ nocase)", "        CommandLine|startswith: 'a'\n"},
      {R"($e.target.process.command_line = /\\a\.exe$/ nocase)", "        CommandLine|endswith: '\\a.exe'\n"},
      {R"(re.regex($e.target.process.command_line, `(?i)a\d+b`))", "        CommandLine|re|i: 'a[0-9]+b'\n"},
      {R"(re.regex($e.target.process.command_line, `a[\d-]+\S$`))",
       "        CommandLine|re: 'a[0-9-]+[^\\t\\n\\f\\r ]$'\n"},
      {R"($e.target.process.command_line != "")", "        CommandLine|exists: true\n"},
      {R"($e.target.process.command_line = "")", "        CommandLine|exists: false\n"},
      {R"(not $e.target.process.command_line = "a" nocase)",
       "    filter:\n        CommandLine: 'a'\n    condition: not filter\n"},
      {R"($e.target.process.pid = "4")", "        ProcessId:\n            - 4\n            - '0x4'\n"},
      {R"($e.target.process.integrity_level_rid >= 16384)",
       "        IntegrityLevel:\n            - 'System'\n            - 'S-1-16-16384'\n"},
      {R"($e.target.user.userid = "bob" nocase)", "        - User|endswith: '\\bob'\n        - User: 'bob'\n"},
      {R"($e.target.administrative_domain = "CORP" nocase)", "        User|startswith: 'CORP\\'\n"},
      {R"($e.target.process.product_specific_process_id = "SYSMON:{1}" nocase)", "        ProcessGuid: '{1}'\n"},
      {R"($e.target.process.file.md5 = "0123456789abcdef0123456789abcdef")",
       "        Hashes|contains: 'MD5=0123456789abcdef0123456789abcdef'\n"},
      {R"($e.target.process.command_line = $e.target.process.file.full_path nocase)",
       "        - CommandLine|fieldref: 'Image'\n        - CommandLine|exists: false\n          Image|exists: false\n"},
  };
  for (const auto& [predicate, lines] : cases) {
    const convert::Conversion made = launch(predicate);
    EXPECT_THAT(made.text, HasSubstr(lines)) << predicate;
    EXPECT_EQ(made.fidelity.level(), convert::Level::kExact) << predicate << made.text;
  }
}

TEST(SigmaExport, NothingOfATextIsAWildcardOrLeavesIt) {
  EXPECT_EQ(convert::sigma_escape(R"(a*b?c\d)"), R"(a\*b\?c\d)");
  EXPECT_EQ(convert::sigma_escape(R"(\*)"), R"(\\\*)");
  EXPECT_EQ(convert::sigma_escape(R"(\\server\x\)"), R"(\\\\server\x\)");
  EXPECT_THAT(launch(R"($e.target.process.command_line = "it's: #{x} | $y `z`" nocase)").text,
              HasSubstr("CommandLine: 'it''s: #{x} | $y `z`'\n"));
  EXPECT_THAT(launch(R"($e.target.process.command_line = "a\nb\tc\"d\\" nocase)").text,
              HasSubstr("CommandLine: \"a\\x0ab\\x09c\\\"d\\\\\"\n"));
}

TEST(SigmaExport, TheMostGeneralLogSourceIsEnough) {
  EXPECT_THAT(launch("").text, HasSubstr("logsource:\n    category: process_creation\n    product: windows\n"));
  EXPECT_THAT(launch(R"($e.metadata.log_type = "WINDOWS_SYSMON")").text,
              AllOf(HasSubstr("    service: sysmon\n"), HasSubstr("EventID: 1\n")));
  EXPECT_THAT(launch(R"($e.metadata.product_event_type = "4688")").text,
              AllOf(HasSubstr("category: process_creation"), HasSubstr("EventID: 4688\n")));
  const convert::Conversion logon = rule(
      R"(events: $e.metadata.product_event_type = "4624" $e.metadata.log_type = "WINEVTLOG" $e.target.user.userid = "a" condition: $e)");
  EXPECT_THAT(logon.text, AllOf(HasSubstr("    service: security\n"), HasSubstr("TargetUserName|cased: 'a'"),
                                HasSubstr("fidelity: exact")));
}

TEST(SigmaExport, SeveralLogSourcesAreSeveralDocuments) {
  const convert::Conversion made = rule(
      R"(events: $e.metadata.event_type = "PROCESS_LAUNCH" or $e.metadata.event_type = "FILE_CREATION"
         $e.target.file.full_path = "a" nocase or $e.target.process.command_line = "a" nocase condition: $e)");
  EXPECT_THAT(made.text, AllOf(HasSubstr("category: process_creation"), HasSubstr("\n---\n"),
                               HasSubstr("category: file_event"), HasSubstr("TargetFilename: 'a'")));
  EXPECT_EQ(made.fidelity.level(), convert::Level::kApproximate);
}

TEST(SigmaExport, WhatSigmaCannotSayIsRefusedByName) {
  const Case cases[] = {
      {R"($e.target.file.size > 5)", "target.file.size: Sigma has no such field"},
      {R"(strings.length($e.target.process.command_line) > 5)", "strings.length"},
      {R"($e.target.process.command_line > "a")", "puts only numbers in an order"},
      {R"($e.target.process.command_line = /\pL{3}/)", "classes by property"},
      {R"(re.regex($e.target.process.command_line, `a(?i)b*c`))", "flags within a pattern"},
  };
  for (const auto& [predicate, reason] : cases)
    EXPECT_THAT(refusals(launch(predicate)), HasSubstr(reason)) << predicate;
  EXPECT_THAT(refusals(rule(R"(events: $e.principal.hostname = "a" condition: $e)")), HasSubstr("log sources: "));
}

TEST(SigmaExport, MetaIsTheHead) {
  const std::string text =
      exported(
          R"(rule r { meta: title = "A: title" author = "B" severity = "High" status = "test" created = "2026/01/02"
  reference = "https://example.org/a, https://example.org/b" false_positives = "One; Two" technique = "T1553.002"
  tactic = "Defense Evasion" sigma_id = "11111111-2222-3333-4444-555555555555"
  events: $e.metadata.event_type = "PROCESS_LAUNCH" $e.target.process.pid = "1" condition: $e })")
          .text;
  EXPECT_THAT(text, HasSubstr("title: 'A: title'\nid: 11111111-2222-3333-4444-555555555555\nstatus: test\n"));
  EXPECT_THAT(text,
              HasSubstr("references:\n    - 'https://example.org/a'\n    - 'https://example.org/b'\nauthor: B\n"));
  EXPECT_THAT(text, HasSubstr("date: 2026-01-02\ntags:\n    - attack.defense-evasion\n    - attack.t1553.002\n"));
  EXPECT_THAT(text, HasSubstr("falsepositives:\n    - One\n    - Two\nlevel: high\n"));
}

TEST(SigmaExport, IdsStayTheSame) {
  const std::string once = launch("").text;
  EXPECT_EQ(once, launch("").text);
  EXPECT_THAT(once, HasSubstr("id: "));
}

TEST(SigmaExport, GroupsAreCorrelations) {
  const std::string base = R"(events: $e.metadata.event_type = "PROCESS_LAUNCH" $h = $e.principal.hostname )";
  EXPECT_THAT(rule(base + "match: $h over 5m condition: $e").text, Not(HasSubstr("correlation:")));
  EXPECT_THAT(rule(base + "match: $h over 5m condition: #e > 3").text,
              HasSubstr("    type: event_count\n    rules:\n        - a_rule_e\n    group-by:\n        - Computer\n"
                        "    timespan: 5m\n    condition:\n        gt: 3\n"));
  EXPECT_THAT(rule(base + "$c = $e.target.process.command_line match: $h over 1h condition: $e and #c >= 2").text,
              HasSubstr("type: value_count"));
  EXPECT_THAT(refusals(rule(base + "match: $h over 5m condition: #e > 3 and #e < 9")), HasSubstr("one bound"));
  const std::string two = base + R"($f.metadata.event_type = "FILE_CREATION" $h = $f.principal.hostname )";
  EXPECT_THAT(rule(two + "match: $h over 5m condition: $e and $f").text, HasSubstr("type: temporal\n"));
  EXPECT_THAT(rule(two + "match: $h over 5m condition: $e and !$f").text,
              HasSubstr("condition: a_rule_e and not a_rule_f\n"));
  EXPECT_THAT(
      rule(
          two +
          "$e.metadata.event_timestamp.seconds <= $f.metadata.event_timestamp.seconds match: $h over 5m condition: $e and $f")
          .text,
      HasSubstr("type: temporal_ordered\n    rules:\n        - a_rule_e\n        - a_rule_f\n"));
  EXPECT_THAT(rule(two + "match: $h over 10m before $f condition: $e and $f").text,
              HasSubstr("type: temporal_ordered\n"));
  EXPECT_THAT(
      refusals(rule(two + "$e.target.process.pid != $f.principal.process.pid match: $h over 5m condition: $e and $f")),
      HasSubstr("equal fields and by their order only"));
}

TEST(SigmaExport, TheSchemaReadsAsItWasWritten) {
  convert::Schema some = schema();
  ASSERT_TRUE(some.keep_only({"process_creation/windows", "registry_event/windows", "image_load/windows",
                              "windows/security", "windows/security 4624", "application/opencanary *"}));
  const std::string text = convert::schema_text(some);
  convert::Schema read("sigma");
  std::vector<packs::FileProblem> problems;
  read.add("sigma.yaml", text, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(convert::schema_text(read), text);
}

TEST(SigmaExport, OneSourceCanBeChosen) {
  convert::Schema chosen = schema();
  EXPECT_EQ(chosen.keep_only({"process_creation/windos"}).error(),
            "Sigma has no source `process_creation/windos`; did you mean `process_creation/windows`, "
            "`process_creation/linux` or `process_creation/macos`?");
  ASSERT_TRUE(chosen.keep_only({"process_creation/windows"}));
  EXPECT_EQ(chosen.sources().size(), 1u);
}

// tests/sigma/export/NAME.yaral and what it becomes, NAME.yml; YARAL_UPDATE=1 writes it.
TEST(SigmaExport, Goldens) {
  for (const auto& entry : fs::directory_iterator(YARAL_SOURCE_DIR "/tests/sigma/export")) {
    if (entry.path().extension() != ".yaral") continue;
    const std::string made = exported(packs::read_text_file(entry.path().string()).value_or("")).text;
    fs::path expected = entry.path();
    expected.replace_extension(".yml");
    if (std::getenv("YARAL_UPDATE")) std::ofstream(expected) << made;
    EXPECT_EQ(packs::read_text_file(expected.string()).value_or(""), made) << entry.path();
  }
}

}  // namespace
}  // namespace yaral::sigma
