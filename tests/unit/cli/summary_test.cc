#include "cli/summary.h"

#include <gmock/gmock.h>

namespace yaral::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

ingest::ReadReport some_report() {
  ingest::ReadReport report;
  report.files = 2;
  report.bytes = 2000;
  report.events = 300;
  report.events_by_log_type = {{"POWERSHELL", 100}, {"WINDOWS_SYSMON", 200}};
  return report;
}

std::string summary_of(const ingest::ReadReport& report, bool verbose = false,
                       std::vector<engine::RuleStats> rules = {}) {
  return summary(
      {.read = report, .rules = rules, .shared_notes = {}, .packs = {}, .rules_found = rules.size(), .seconds = 2},
      verbose);
}

TEST(Summary, SaysWhatWasRead) {
  const std::string text = summary_of(some_report());
  EXPECT_THAT(text, StartsWith("scanned 2 files (2.0 kB) in 2.00 s: 300 events, 150 events/s\n"
                               "  events:     WINDOWS_SYSMON 200, POWERSHELL 100\n"));
  EXPECT_THAT(text, HasSubstr("  detections: none\n"));
}

TEST(Summary, SaysWhatWasLeftOut) {
  ingest::ReadReport report = some_report();
  report.skipped = {{"not JSON", 1}, {"bad checksum", 4}};
  report.weakened = {{"no target", 3}};
  report.outside_time = 9;
  report.notes.unknown_fields = {{"principal.hostnam", 12}};
  const std::string text = summary_of(report);
  EXPECT_THAT(text, HasSubstr("skipped:    bad checksum 4, not JSON 1\n"));
  EXPECT_THAT(text, HasSubstr("no target 3"));
  EXPECT_THAT(text, HasSubstr("9 events outside --from and --to"));
  EXPECT_THAT(text, HasSubstr("unknown UDM fields: principal.hostnam 12\n"));
}

TEST(Summary, ShowsTheFirstProblemsAndCountsTheRest) {
  ingest::ReadReport report = some_report();
  for (int i = 0; i < 8; ++i) report.problems.push_back({"f.json", "line " + std::to_string(i), "not JSON", false});
  report.problems_dropped = 100;
  EXPECT_THAT(summary_of(report),
              HasSubstr("f.json, line 4: not JSON\n  problem:    103 more (--verbose lists them)\n"));
  EXPECT_THAT(summary_of(report), Not(HasSubstr("line 5")));
  EXPECT_THAT(summary_of(report, true), HasSubstr("f.json, line 7: not JSON\n  problem:    100 more\n"));
}

TEST(Summary, RulesAndTheirNotes) {
  std::vector<engine::RuleStats> rules(2);
  rules[0].rule = "a";
  rules[0].detections = 2;
  rules[0].suppressed = 1;
  rules[0].notes.add("division by zero");
  rules[1].rule = "b";
  const ingest::ReadReport report = some_report();
  const std::string text = summary({.read = report,
                                    .rules = rules,
                                    .shared_notes = {},
                                    .packs = {"p"},
                                    .rules_found = 3,
                                    .warnings = 1,
                                    .seconds = 1},
                                   false);
  EXPECT_THAT(text, HasSubstr("rules:      2 ran, 1 refused, packs p, 1 warning (`yaral check` shows them)\n"));
  EXPECT_THAT(text, HasSubstr("detections: a 2\n"));
  EXPECT_THAT(text, HasSubstr("suppressed: 1 detection\n"));
  EXPECT_THAT(text, HasSubstr("note:       a: division by zero (1x)\n"));
}

TEST(Summary, NamesFromArchivesCannotActOnTheTerminal) {
  ingest::ReadReport report = some_report();
  report.problems.push_back({"a.zip!\x1b]0;x\x07", "", "bad\n", false});
  EXPECT_THAT(summary_of(report), HasSubstr(R"(a.zip!\x1b]0;x\x07: bad\n)"));
}

TEST(Summary, LeavesFatalProblemsToTheErrors) {
  ingest::ReadReport report = some_report();
  report.problems.push_back({"gone.evtx", "", "no such file", true});
  EXPECT_THAT(summary_of(report), Not(HasSubstr("gone.evtx")));
}

TEST(Summary, SaysWhenItWasInterrupted) {
  const ingest::ReadReport report = some_report();
  EXPECT_THAT(summary({.read = report, .rules = {}, .shared_notes = {}, .packs = {}, .interrupted = true}, false),
              StartsWith("interrupted: "));
}

}  // namespace
}  // namespace yaral::cli
