#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>
#include <simdjson.h>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kPacks = YARAL_SOURCE_DIR "/packs";
const std::string kSamples = kPacks + "/T1553.002-code-signing/samples";
const std::string kEvents = event_line("ws-1", "2026-01-01T10:00:00Z", "one") +
                            event_line("ws-1", "2026-01-01T10:04:59Z", "two") +
                            event_line("ws-2", "2026-01-02T10:00:00Z", "three");

struct Hit {
  std::string host;
  std::string start;
  bool operator==(const Hit&) const = default;
};

// Match key and window start of each detection in an NDJSON result.
std::vector<Hit> hits(const std::string& ndjson) {
  std::vector<Hit> all;
  simdjson::dom::parser parser;
  std::istringstream lines(ndjson);
  for (std::string line; std::getline(lines, line);) {
    const simdjson::dom::element d = parser.parse(line);
    all.push_back({std::string(d["detection"].at(0)["detectionFields"].at(0)["value"].get_string().value()),
                   std::string(d["timeWindow"]["startTime"].get_string().value())});
  }
  return all;
}

class ScanTest : public ::testing::Test {
 protected:
  TempFolder folder_;
  Program program_;
  std::string rule_ = folder_.write("rules/a.yaral", rule_text("a"));
  std::string input_ = folder_.write("in.ndjson", kEvents);
};

TEST_F(ScanTest, ProfileTellsWhatRulesCost) {
  const std::string file = folder_.write("profile.json", "");
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--profile", "--profile-output", file, input_}), kFindings);
  EXPECT_THAT(program_.err(), HasSubstr("profile of 1 rule: "));
  EXPECT_THAT(program_.err(), HasSubstr(" a (" + rule_ + ":"));
  EXPECT_THAT(program_.err(), HasSubstr("tried 3 of 3 events"));
  simdjson::dom::parser parser;
  const simdjson::dom::element profile = parser.load(file);
  EXPECT_EQ(profile["events"].get_uint64().value(), 3u);
  EXPECT_EQ(profile["rules"].at(0)["variables"].at(0)["tried"].get_uint64().value(), 3u);
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, input_}), kFindings);
  EXPECT_THAT(program_.err(), Not(HasSubstr("profile")));
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--profile-output", "/nowhere/p.json", input_}), kMisuse);
}

TEST_F(ScanTest, MemoryIsABudget) {
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--memory", "1G", input_}), kFindings) << program_.err();
  EXPECT_THAT(program_.err(), Not(HasSubstr("--memory")));
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--memory", "10", input_}), kClean);
  EXPECT_THAT(program_.err(),
              HasSubstr("a: row of an event that found no room in --memory: what it takes part in is not "
                        "found (3x)"));
  for (const char* wrong : {"0", "-1", "some", "1X"})
    EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--memory", wrong, input_}), kMisuse) << wrong;
}

TEST_F(ScanTest, DetectionsGiveExitCodeOne) {
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--format", "ndjson", input_}), kFindings) << program_.err();
  EXPECT_THAT(hits(program_.out()),
              ElementsAre(Hit{"ws-1", "2026-01-01T10:00:00Z"}, Hit{"ws-2", "2026-01-02T10:00:00Z"}));
  EXPECT_THAT(program_.err(), HasSubstr("scanned 1 file"));
  EXPECT_THAT(program_.err(), HasSubstr("detections: a 2"));
}

// A rule that fires for users with some login in the 30 days before.
std::string metric_rule() {
  return "rule m {\n meta:\n events:\n  $e.metadata.event_type = \"USER_LOGIN\"\n  $e.target.user.userid = $u\n"
         " match:\n  $u over 1h\n outcome:\n  $n = max(metrics.auth_attempts_total(period: 1d, window: 30d,\n"
         "    metric: event_count_sum, agg: sum, target.user.userid: $u))\n condition:\n  $e and $n > 0\n}\n";
}

std::string login(const std::string& id, const std::string& time) {
  return R"({"metadata":{"id":")" + id + R"(","event_type":"USER_LOGIN","event_timestamp":")" + time +
         R"("},"target":{"user":{"userid":"ann"}}})" + "\n";
}

TEST_F(ScanTest, HistoryFeedsMetricsAndGivesNoDetections) {
  const std::string rule = folder_.write("m.yaral", metric_rule());
  const std::string input = folder_.write("now.ndjson", login("now", "2026-03-10T12:00:00Z"));
  const std::string history =
      folder_.write("old/a.ndjson", login("1", "2026-03-01T12:00:00Z") + login("2", "2026-03-02T12:00:00Z"));
  EXPECT_EQ(program_.run({"scan", "--rules", rule, input}), kClean);
  EXPECT_EQ(program_.run({"scan", "--rules", rule, "--metrics-history", history, "--from", "2026-03-10", "--format",
                          "ndjson", input}),
            kFindings);
  EXPECT_THAT(hits(program_.out()), ElementsAre(Hit{"ann", "2026-03-10T12:00:00Z"}));
}

TEST_F(ScanTest, HistoryThatIsWrongIsTold) {
  const std::string rule = folder_.write("m.yaral", metric_rule());
  const std::string input = folder_.write("now.ndjson", login("now", "2026-03-10T12:00:00Z"));
  EXPECT_EQ(program_.run({"scan", "--rules", rule, "--metrics-history", "/nowhere", input}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("/nowhere"));
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--metrics-history", input, input_}), kFindings);
  EXPECT_THAT(program_.err(), HasSubstr("no rule uses metrics"));
}

TEST_F(ScanTest, NothingFoundIsClean) {
  const std::string other = folder_.write("b.yaral", rule_text("b", "FILE_CREATION"));
  EXPECT_EQ(program_.run({"scan", "--rules", other, input_}), kClean);
  EXPECT_THAT(program_.out(), IsEmpty());
  EXPECT_THAT(program_.err(), HasSubstr("detections: none"));
  EXPECT_EQ(program_.run({"scan", "--rules", other, "--format", "json", input_}), kClean);
  EXPECT_EQ(program_.out(), "[]\n");
}

TEST_F(ScanTest, TableIsTheDefault) {
  EXPECT_EQ(program_.run({"scan", "-r", rule_, input_}), kFindings);
  EXPECT_THAT(program_.out(), StartsWith("TIME "));
  EXPECT_THAT(program_.out(), HasSubstr("2026-01-01T10:00:00Z +5m  HIGH"));
  EXPECT_THAT(program_.out(), HasSubstr("host=ws-1"));
  EXPECT_THAT(program_.out(), Not(HasSubstr("\x1b")));
  EXPECT_EQ(program_.run({"scan", "-r", rule_, "--show", "events", input_}), kFindings);
  EXPECT_THAT(program_.out(), HasSubstr("target.process.command_line  two"));
}

TEST_F(ScanTest, ABrokenRuleDoesNotStopTheOthers) {
  folder_.write("rules/b.yaral", "rule b { nonsense }");
  EXPECT_EQ(program_.run({"scan", "--rules", folder_.path("rules"), "--format", "ndjson", input_}), kWrongInput);
  EXPECT_EQ(hits(program_.out()).size(), 2u);
  EXPECT_THAT(program_.err(), HasSubstr("b.yaral"));
  EXPECT_THAT(program_.err(), HasSubstr("1 ran, 1 refused"));
}

TEST_F(ScanTest, AMissingInputDoesNotStopTheOthers) {
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--format", "ndjson", folder_.path("none"), input_}), kWrongInput);
  EXPECT_EQ(hits(program_.out()).size(), 2u);
  EXPECT_THAT(program_.err(), HasSubstr(folder_.path("none")));
  EXPECT_EQ(program_.run({"scan", "--quiet", "--rules", rule_, folder_.path("none"), input_}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr(folder_.path("none")));
}

TEST_F(ScanTest, InputsWithoutEventsAreMentioned) {
  std::filesystem::create_directory(folder_.path("empty"));
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, folder_.path("empty")}), kClean);
  EXPECT_THAT(program_.err(), HasSubstr("warning: no events were found in the inputs"));
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, folder_.path("rules")}), kClean);
  EXPECT_THAT(program_.err(), HasSubstr("warning: no events were found in the inputs"));
}

TEST_F(ScanTest, ADiskThatIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "-o", "/dev/full", input_}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("/dev/full could not be written: No space left on device"));
}

TEST_F(ScanTest, ABadLineIsSkippedAndCounted) {
  const std::string bad =
      folder_.write("bad.ndjson", event_line("ws-1", "2026-01-01T10:00:00Z") + "{broken\n" + kEvents);
  EXPECT_EQ(program_.run({"scan", "--rules", rule_, "--format", "ndjson", bad}), kFindings);
  EXPECT_EQ(hits(program_.out()).size(), 2u);
  EXPECT_THAT(program_.err(), HasSubstr("skipped:"));
  EXPECT_THAT(program_.err(), HasSubstr("line 2"));
}

TEST_F(ScanTest, WithoutAnyRuleNothingIsScanned) {
  EXPECT_EQ(program_.run({"scan", "--rules", folder_.write("x.yaral", "rule x {"), input_}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("no rule can run"));
  EXPECT_EQ(program_.run({"scan", "--rules", folder_.path("none.yaral"), input_}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("no such file or folder"));
  EXPECT_EQ(program_.run({"scan", input_}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("YARAL_PACKS"));
  EXPECT_EQ(program_.run({"scan", "--pack", "T9999", input_}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("T9999: no such pack"));
}

TEST_F(ScanTest, FromAndToCutTheTime) {
  EXPECT_EQ(program_.run({"scan", "-r", rule_, "-f", "ndjson", "--from", "2026-01-02", input_}), kFindings);
  EXPECT_THAT(hits(program_.out()), ElementsAre(Hit{"ws-2", "2026-01-02T10:00:00Z"}));
  EXPECT_EQ(program_.run({"scan", "-r", rule_, "-f", "ndjson", "--to", "2026-01-02T10:00:00Z", input_}), kFindings);
  EXPECT_THAT(hits(program_.out()), ElementsAre(Hit{"ws-1", "2026-01-01T10:00:00Z"}));
}

TEST_F(ScanTest, OutputGoesToAFile) {
  EXPECT_EQ(program_.run({"scan", "-r", rule_, "-f", "csv", "-o", folder_.path("out.csv"), input_}), kFindings);
  EXPECT_THAT(program_.out(), IsEmpty());
  std::ifstream file(folder_.path("out.csv"));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text, StartsWith("detection_time,"));
  EXPECT_THAT(text, HasSubstr("host=ws-2"));
  EXPECT_EQ(program_.run({"scan", "-r", rule_, "-o", folder_.path("no/such/out.csv"), input_}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("cannot be written"));
}

// A count needs more than one event, so it waits for the end.
TEST_F(ScanTest, LiveTellsEachDetectionOnce) {
  std::string count = rule_text("several");
  count.replace(count.rfind("$e"), 2, "#e > 1");
  const std::string counting = folder_.write("rules/several.yaral", count);
  const std::vector<std::string> arguments = {"--rules", rule_, "--rules", counting, "--format", "ndjson", input_};
  std::vector<std::string> live = {"scan", "--live"};
  live.insert(live.end(), arguments.begin(), arguments.end());
  EXPECT_EQ(program_.run(live), kFindings) << program_.err();
  EXPECT_THAT(hits(program_.out()),
              ElementsAre(Hit{"ws-1", "2026-01-01T10:00:00Z"}, Hit{"ws-2", "2026-01-02T10:00:00Z"},
                          Hit{"ws-1", "2026-01-01T10:00:00Z"}));
  EXPECT_LT(program_.out().find("\"a\""), program_.out().find("\"several\""));
  EXPECT_THAT(program_.err(), HasSubstr("detections: a 2, several 1"));
}

TEST_F(ScanTest, LiveWritesEveryFormatWhole) {
  EXPECT_EQ(program_.run({"scan", "--live", "--rules", rule_, "--format", "json", input_}), kFindings);
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(program_.out()).get_array().size(), 2u);
  EXPECT_EQ(program_.run({"scan", "--live", "--rules", rule_, input_}), kFindings);
  EXPECT_THAT(program_.out(), StartsWith("TIME "));
  EXPECT_THAT(program_.out(), HasSubstr("ws-2"));
}

TEST_F(ScanTest, QuietSaysNothingWhenAllIsWell) {
  EXPECT_EQ(program_.run({"scan", "--quiet", "-r", rule_, input_}), kFindings);
  EXPECT_THAT(program_.err(), IsEmpty());
}

TEST_F(ScanTest, ReferenceLists) {
  const std::string rule =
      folder_.write("l.yaral", rule_text("l", "PROCESS_LAUNCH", "not $e.principal.hostname in %known"));
  EXPECT_EQ(program_.run({"scan", "-r", rule, input_}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("rule l: it needs the list %known"));
  folder_.write("lists/known.txt", "ws-1 // the lab\n");
  EXPECT_EQ(program_.run({"scan", "-r", rule, "--lists", folder_.path("lists"), "-f", "ndjson", input_}), kFindings);
  EXPECT_THAT(hits(program_.out()), ElementsAre(Hit{"ws-2", "2026-01-02T10:00:00Z"}));
}

// The hosts for which a rule of the pack fires, without their domains.
std::multiset<std::string> hosts_of(const std::string& ndjson, const std::string& rule) {
  std::multiset<std::string> hosts;
  std::istringstream lines(ndjson);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("\"ruleName\":\"" + rule + "\"") == std::string::npos) continue;
    for (const Hit& hit : hits(line)) hosts.insert(hit.host.substr(0, hit.host.find('.')));
  }
  return hosts;
}

TEST(ScanBundledPack, FindsWhatTheSampleHolds) {
  Program program(kPacks);
  ASSERT_EQ(program.run({"scan", "--format", "ndjson", kSamples}), kFindings) << program.err();
  EXPECT_THAT(hosts_of(program.out(), "code_signing_abuse"),
              ElementsAre("dc-01", "srv-build-01", "srv-build-01", "srv-file-02", "ws-dev-03", "ws-fin-07", "ws-hr-02",
                          "ws-ops-12", "ws-sales-11"));
  EXPECT_THAT(hosts_of(program.out(), "t1553_002_made_and_signed"), ElementsAre("ws-dev-03", "ws-fin-07"));
  EXPECT_THAT(program.err(), Not(HasSubstr("problem:")));
  EXPECT_THAT(program.err(), Not(HasSubstr("unknown UDM")));
}

TEST(ScanBundledPack, TheListsTakeOutTheHarmlessCases) {
  const TempFolder folder;
  for (const std::string name : {"signing_pipelines", "pki_deployment", "inspection_agents"}) {
    const std::string file = "t1553_002_" + name + ".txt";
    std::ifstream delivered(kPacks + "/T1553.002-code-signing/lists/" + file);
    std::string list;
    // The last line of each list is the commented-out entry for the samples.
    for (std::string line; std::getline(delivered, line);) list = line;
    ASSERT_THAT(list, StartsWith("// (?i)"));
    folder.write(file, list.substr(3) + "\n");
  }
  Program program(kPacks);
  ASSERT_EQ(program.run({"scan", "--format", "ndjson", "--lists", folder.path(), kSamples}), kFindings)
      << program.err();
  EXPECT_THAT(hosts_of(program.out(), "code_signing_abuse"),
              ElementsAre("srv-file-02", "ws-dev-03", "ws-fin-07", "ws-hr-02", "ws-ops-12"));
  EXPECT_THAT(hosts_of(program.out(), "t1553_002_signing_tool"), ElementsAre("ws-dev-03", "ws-fin-07", "ws-hr-02"));
}

TEST(ScanBundledPack, OnlyTheMacSignsInTheOtherSample) {
  Program program(kPacks);
  EXPECT_EQ(
      program.run({"scan", "--pack", "T1553.002", "--format", "ndjson", kSamples + "/macos-and-benign.udm.ndjson"}),
      kFindings);
  for (const Hit& hit : hits(program.out())) EXPECT_THAT(hit.host, StartsWith("mac-design-01."));
  EXPECT_EQ(hosts_of(program.out(), "t1553_002_macos_adhoc_signing").size(), 1u);
  EXPECT_EQ(hosts_of(program.out(), "t1553_002_macos_signed_then_run").size(), 1u);
}

TEST(ScanBundledPack, TheSameBytesOnAnyNumberOfThreads) {
  Program one(kPacks);
  Program four(kPacks);
  for (const char* format : {"table", "json", "ndjson", "csv"}) {
    ASSERT_EQ(one.run({"scan", "-f", format, "--threads", "1", kSamples}), kFindings);
    ASSERT_EQ(four.run({"scan", "-f", format, "--threads", "4", kSamples}), kFindings);
    EXPECT_EQ(one.out(), four.out());
    EXPECT_FALSE(one.out().empty());
  }
}

}  // namespace
}  // namespace yaral::cli
