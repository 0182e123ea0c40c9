#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <simdjson.h>

#include "cli/command.h"
#include "cli/coverage_report.h"
#include "detections/terminal_text.h"
#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kPacks = YARAL_SOURCE_DIR "/packs";

std::string rule(const std::string& name, const std::string& meta, const std::string& more = {}) {
  return "rule " + name + " {\n  meta:\n" + meta + "  events:\n    $e.metadata.event_type = \"PROCESS_LAUNCH\"\n" +
         more + "  condition:\n    $e\n}\n";
}

std::string meta(const std::string& key, const std::string& value) { return "    " + key + " = \"" + value + "\"\n"; }

// A small folder of rules; what a command says of it has `RULES` in the place of its path.
class CoverageCommand : public ::testing::Test {
 protected:
  int run(std::vector<std::string> options) {
    options.insert(options.begin(), "coverage");
    return program_.run(options);
  }
  int run_folder(std::vector<std::string> options = {}) {
    options.push_back(folder_.path());
    return run(std::move(options));
  }

  void write_good_rules() {
    folder_.write("a.yaral", rule("powershell", meta("technique", "T1059.001") + meta("tactic", "Execution")) +
                                 rule("shells", meta("mitre_attack_technique", "T1059, T1059.003") +
                                                    meta("mitre_attack_tactic", "TA0002")));
    folder_.write("sub/b.yl2", rule("signing", meta("mitre_attack_technique", "Subvert Trust Controls: Code Signing") +
                                                   meta("mitre_attack_tactic", "Defense Evasion")));
  }

  std::string without_path(std::string text) const {
    const std::string path = std::filesystem::path(folder_.path("x")).parent_path().string();
    for (std::size_t at; (at = text.find(path)) != std::string::npos;) text.replace(at, path.size(), "RULES");
    return text;
  }
  std::string out() const { return without_path(program_.out()); }
  std::string err() const { return without_path(program_.err()); }

  TempFolder folder_;
  Program program_{kPacks};
};

TEST_F(CoverageCommand, Table) {
  write_good_rules();
  EXPECT_EQ(run_folder(), kClean);
  EXPECT_EQ(out(), R"(Execution                                     Defense Impairment
1 of 20 techniques                            1 of 18 techniques
T1059 Command and Scripting Interpreter    2  T1553 Subvert Trust Controls               1
 .001 PowerShell                           1   .002 Code Signing                         1
 .003 Windows Command Shell                1

No rules: Reconnaissance, Resource Development, Initial Access, Persistence, Privilege Escalation, Stealth, Credential
Access, Discovery, Lateral Movement, Collection, Command and Control, Exfiltration, Impact
)");
  EXPECT_EQ(
      err(),
      "covered 2 of 222 techniques and 3 of 475 sub-techniques by 3 rules in 2 files (ATT&CK 19.2); 0 problems\n");
}

TEST_F(CoverageCommand, Markdown) {
  write_good_rules();
  EXPECT_EQ(run_folder({"--format", "markdown"}), kClean);
  EXPECT_THAT(out(), ::testing::StartsWith(R"(# ATT&CK coverage

3 rules for 2 of 222 techniques and 3 of 475 sub-techniques, by ATT&CK Enterprise 19.2.

## Reconnaissance (TA0043)

0 of 12 techniques have rules.
)"));
  EXPECT_THAT(out(), HasSubstr(R"(
## Defense Impairment (TA0112)

1 of 18 techniques have rules.

| technique | name | rules | named by | detection strategy |
|---|---|---|---|---|
| [T1553](https://attack.mitre.org/techniques/T1553/) | Subvert Trust Controls | 1 |  | DET0452 (AN1246 Windows, AN1247 Linux, AN1248 macOS) |
| [T1553.002](https://attack.mitre.org/techniques/T1553/002/) | Subvert Trust Controls: Code Signing | 1 | `signing` | DET0230 (AN0643 Windows, AN0644 macOS) |

## Credential Access (TA0006)
)"));
  EXPECT_THAT(out(), Not(HasSubstr("## Problems")));
}

TEST_F(CoverageCommand, Navigator) {
  write_good_rules();
  EXPECT_EQ(run_folder({"--format", "navigator"}), kClean);
  EXPECT_EQ(
      out(),
      R"({"name":"Rule coverage","versions":{"attack":"19","navigator":"5.1.0","layer":"4.5"},"domain":"enterprise-attack",)"
      R"("description":"2 of 222 techniques and 3 of 475 sub-techniques of 3 rules, counted by )" +
          version_line() +
          R"(. ATT&CK 19.2.","sorting":0,"layout":{"layout":"side","aggregateFunction":"sum","showID":true,"showName":true,)"
          R"("showAggregateScores":true,"countUnscored":false},"hideDisabled":false,"techniques":[)"
          R"({"techniqueID":"T1059","score":1,"comment":"shells","enabled":true,"showSubtechniques":true},)"
          R"({"techniqueID":"T1059.001","score":1,"comment":"powershell","enabled":true,"showSubtechniques":true},)"
          R"({"techniqueID":"T1059.003","score":1,"comment":"shells","enabled":true,"showSubtechniques":true},)"
          R"({"techniqueID":"T1553","enabled":true,"showSubtechniques":true},)"
          R"({"techniqueID":"T1553.002","score":1,"comment":"signing","enabled":true,"showSubtechniques":true}],)"
          R"("gradient":{"colors":["#d9f0d3","#1b7837"],"minValue":1,"maxValue":2},)"
          R"("legendItems":[{"label":"1 rule","color":"#d9f0d3"}],)"
          R"("selectTechniquesAcrossTactics":true,"selectSubtechniquesWithParent":false})"
          "\n");
}

TEST_F(CoverageCommand, ALayerHoldsWhatTheNavigatorNeeds) {
  write_good_rules();
  folder_.write("c.yaral",
                rule("again", meta("technique", "T1059.001")) + rule("more", meta("technique", "T1059.001")));
  ASSERT_EQ(run_folder({"--format", "navigator"}), kClean);
  simdjson::dom::parser parser;
  const simdjson::dom::element layer = parser.parse(program_.out());
  EXPECT_EQ(std::string_view(layer["versions"]["layer"]), "4.5");
  EXPECT_EQ(std::string_view(layer["domain"]), "enterprise-attack");
  std::set<std::string_view> ids;
  for (const simdjson::dom::element technique : layer["techniques"]) {
    EXPECT_TRUE(ids.insert(std::string_view(technique["techniqueID"])).second);
    EXPECT_EQ(technique["score"].error() == simdjson::SUCCESS, technique["comment"].error() == simdjson::SUCCESS);
  }
  EXPECT_EQ(ids.size(), 5u);
  EXPECT_EQ(std::uint64_t(layer["gradient"]["maxValue"]), 3u);
  EXPECT_EQ(std::string_view(layer["legendItems"].at(1)["label"]), "3 rules");
  EXPECT_EQ(std::string_view(layer["techniques"].at(1)["comment"]), "powershell\nagain\nmore");
}

TEST_F(CoverageCommand, Json) {
  folder_.write("a.yaral",
                rule("signing", meta("technique", "T1553.002") + meta("tactic", "Impact")) + rule("plain", ""));
  EXPECT_EQ(run_folder({"--format", "json"}), kFindings);
  simdjson::dom::parser parser;
  const simdjson::dom::element json = parser.parse(program_.out());
  EXPECT_EQ(std::string_view(json["attack_version"]), "19.2");
  EXPECT_EQ(json["tactics"].get_array().size(), 15u);
  const simdjson::dom::element technique = json["techniques"].at(0);
  EXPECT_EQ(simdjson::minify(technique),
            R"({"id":"T1553.002","name":"Code Signing","tactics":["TA0112"],"platforms":["macOS","Windows"],)"
            R"("detection_strategy":"DET0230","analytics":[{"id":"AN0643","platform":"Windows"},)"
            R"({"id":"AN0644","platform":"macOS"}],"rules":["signing"]})");
  EXPECT_EQ(simdjson::minify(json["tactics"].at(7)),
            R"({"id":"TA0112","name":"Defense Impairment","techniques":18,"covered":[)"
            R"({"id":"T1553","rules":0,"rules_with_subtechniques":1}]})");
  EXPECT_EQ(without_path(simdjson::minify(json["rules"])),
            R"([{"name":"signing","file":"RULES/a.yaral","line":1,"techniques":["T1553.002"],"names_technique":true},)"
            R"({"name":"plain","file":"RULES/a.yaral","line":10,"techniques":[],"names_technique":false}])");
  const simdjson::dom::element problem = json["problems"].at(0);
  EXPECT_EQ(std::string_view(problem["fault"]), "foreign_tactic");
  EXPECT_EQ(std::uint64_t(problem["line"]), 4u);
}

TEST_F(CoverageCommand, ProblemsAreToldWithTheirPlaceAndWhatToWrite) {
  folder_.write("a.yaral", rule("revoked", meta("author", "x") + meta("technique", "T1562.001") +
                                               meta("tactic", "Defense Evasion")) +
                               rule("unknown", meta("technique", "T1553.099") + meta("tactic", "Executoin")) +
                               rule("mismatch", meta("technique", "T1059") + meta("tactic", "Impact")));
  EXPECT_EQ(run_folder(), kFindings);
  EXPECT_THAT(
      err(),
      HasSubstr("yaral: warning: RULES/a.yaral:4: rule revoked: T1562.001 (Disable or Modify Tools) is revoked in "
                "ATT&CK Enterprise 19.2; write T1685 (Disable or Modify Tools)\n"));
  EXPECT_THAT(err(), HasSubstr("RULES/a.yaral:13: rule unknown: ATT&CK Enterprise 19.2 has no technique `T1553.099`"));
  EXPECT_THAT(
      err(), HasSubstr("RULES/a.yaral:14: rule unknown: ATT&CK Enterprise 19.2 has no tactic `Executoin`; did you mean "
                       "`Execution`?\n"));
  EXPECT_THAT(err(), HasSubstr("RULES/a.yaral:23: rule mismatch: Impact (TA0040) is no tactic of the technique"));
  EXPECT_THAT(err(), HasSubstr("4 problems\n"));
}

TEST_F(CoverageCommand, RulesWithoutATechniqueAreCountedAndListedOnRequest) {
  folder_.write("a.yaral", rule("plain", meta("author", "x")));
  EXPECT_EQ(run_folder(), kClean);
  EXPECT_THAT(err(), AllOf(HasSubstr("0 problems, 1 rule without a technique\n"), HasSubstr("--verbose lists"),
                           Not(HasSubstr("rule plain"))));
  EXPECT_EQ(run_folder({"--verbose"}), kClean);
  EXPECT_THAT(err(), HasSubstr("RULES/a.yaral:1: rule plain: it names no ATT&CK technique"));
  EXPECT_EQ(run_folder({"--format", "markdown"}), kClean);
  EXPECT_THAT(out(), HasSubstr("## Rules that name no technique\n\n- `plain` (RULES/a.yaral:1)\n"));
}

TEST_F(CoverageCommand, ABrokenRuleIsToldAndTheGoodOnesCount) {
  write_good_rules();
  folder_.write("broken.yaral", rule("broken", meta("technique", "T1003"), "    $e.principal.hostnme = \"x\"\n") +
                                    rule("beside", meta("technique", "T1047")));
  EXPECT_EQ(run_folder(), kWrongInput);
  EXPECT_THAT(err(), AllOf(HasSubstr("hostnme"), HasSubstr("by 4 rules in 3 files"),
                           HasSubstr("1 rule not counted because of errors")));
  EXPECT_THAT(out(), AllOf(HasSubstr("T1047"), HasSubstr("T1059"), Not(HasSubstr("T1003"))));
}

TEST_F(CoverageCommand, FoldersWithoutRulesAndFilesThatAreNotThere) {
  EXPECT_EQ(run_folder(), kWrongInput);
  EXPECT_THAT(err(), HasSubstr("no rules in this folder"));
  EXPECT_THAT(out(), ::testing::StartsWith("No rules: Reconnaissance"));
  const std::string good = folder_.write("a.yaral", rule("a", meta("technique", "T1059")));
  EXPECT_EQ(run({folder_.path("nowhere.yaral"), good}), kWrongInput);
  EXPECT_THAT(err(), HasSubstr("RULES/nowhere.yaral: no such file or folder"));
  EXPECT_THAT(out(), HasSubstr("T1059"));
}

TEST_F(CoverageCommand, HostileValuesStayText) {
  folder_.write("a.yaral", rule("hostile", meta("technique", R"(<img src=x>`_*[a](b)#\x1b[31m\nx)")) +
                               rule("quoted", meta("technique", R"(\"]} ,{\"T1)")));
  EXPECT_EQ(run_folder({"--format", "markdown"}), kFindings);
  EXPECT_THAT(out(), AllOf(HasSubstr(R"(\<img src=x\>\`\_\*\[a\](b)\#)"), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(err(), Not(HasSubstr("\x1b")));
  EXPECT_EQ(run_folder({"--format", "json"}), kFindings);
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(program_.out())["problems"].error(), simdjson::SUCCESS);
  const std::string pipes = folder_.write("p|pe.yaral", rule("piped", meta("technique", "T9999")));
  EXPECT_EQ(run({"--format", "markdown", pipes}), kFindings);
  EXPECT_THAT(out(), HasSubstr(R"(p\|pe.yaral:3: `piped`)"));
}

TEST_F(CoverageCommand, APackageCountsByItsRulesAndItsManifest) {
  EXPECT_EQ(run({"--pack", "T1553.002", "--format", "json"}), kClean);
  EXPECT_THAT(program_.out(),
              AllOf(HasSubstr(R"("packs":["T1553.002-code-signing"])"), HasSubstr(R"("id":"T1553.002")")));
  // Its rules once, although they are named twice.
  EXPECT_EQ(run({"--pack", "T1553.002", kPacks}), kClean);
  EXPECT_THAT(program_.err(), ContainsRegex("by ([0-9]+) rules in ([0-9]+) files"));
  const std::string twice = program_.err();
  EXPECT_EQ(run({"--pack", "T1553.002"}), kClean);
  EXPECT_EQ(program_.err(), twice);
  EXPECT_EQ(run({"--pack", "T9999"}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("T9999: no such pack"));
}

TEST_F(CoverageCommand, WhatAManifestSaysIsChecked) {
  const std::filesystem::path copy = folder_.path("pack");
  std::filesystem::copy(kPacks + "/T1553.002-code-signing", copy, std::filesystem::copy_options::recursive);
  std::ostringstream text;
  text << std::ifstream(copy / "pack.yaml").rdbuf();
  std::string manifest = text.str();
  const std::string tactics = "tactics: [Defense Evasion, Defense Impairment]";
  ASSERT_THAT(manifest, HasSubstr(tactics));
  manifest.replace(manifest.find(tactics), tactics.size(), "tactics: [Impact]");
  folder_.write("pack/pack.yaml", manifest);
  EXPECT_EQ(run({"--pack", copy.string()}), kFindings);
  EXPECT_THAT(err(), HasSubstr("RULES/pack/pack.yaml: Impact (TA0040) is no tactic of the technique"));
}

TEST_F(CoverageCommand, StandardInputAndOutputFiles) {
  EXPECT_EQ(program_.run({"coverage", "-"}, rule("a", meta("technique", "T1059"))), kClean);
  EXPECT_THAT(program_.out(), HasSubstr("T1059"));
  const std::string good = folder_.write("a.yaral", rule("a", meta("technique", "T1059")));
  EXPECT_EQ(run({good, "--output", folder_.path("layer.json"), "--format", "navigator"}), kClean);
  EXPECT_THAT(program_.out(), IsEmpty());
  std::ostringstream layer;
  layer << std::ifstream(folder_.path("layer.json")).rdbuf();
  EXPECT_THAT(layer.str(), HasSubstr("T1059"));
  EXPECT_EQ(run({good, "--output", folder_.path("nowhere/layer.json")}), kMisuse);
}

TEST_F(CoverageCommand, Misuse) {
  EXPECT_EQ(run({}), kMisuse);
  EXPECT_THAT(err(), HasSubstr("PATH or --pack"));
  EXPECT_EQ(run({"--format", "xml", folder_.path()}), kMisuse);
}

TEST(CoverageTable, FitsEveryWidthAndColoursOnlyATerminal) {
  CoverageReport report;
  for (const attack::Technique& technique : attack::all_techniques())
    report.coverage.add({.name = "r", .file = "f", .line = 1, .meta = {{"technique", std::string(technique.id), 1}}});
  for (const std::size_t width : {24u, 30u, 79u, 80u, 120u, 200u, 400u}) {
    std::istringstream lines(coverage_table(report, {.interactive = true, .width = width}));
    for (std::string line; std::getline(lines, line);) {
      ASSERT_LE(detections::display_width(line), width) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
  EXPECT_THAT(coverage_table(report, {.interactive = true, .colour = false, .width = 80}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(coverage_table(report, {.interactive = true, .colour = true, .width = 80}), HasSubstr("\x1b[32m"));
  EXPECT_THAT(coverage_table(report, {.interactive = true, .width = 1}), Not(IsEmpty()));
}

}  // namespace
}  // namespace yaral::cli
