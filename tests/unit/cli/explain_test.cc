#include <gmock/gmock.h>
#include <simdjson.h>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Explain, WithoutEventsWhatTheRuleMeans) {
  const TempFolder folder;
  Program program;
  EXPECT_EQ(program.run({"explain", folder.write("a.yaral", rule_text("a"))}), kClean);
  EXPECT_THAT(program.out(), AllOf(StartsWith("rule a (SINGLE_EVENT)\n"), HasSubstr("$host = $e.principal.hostname"),
                                   HasSubstr("`over 5m`")));
  EXPECT_THAT(program.err(), IsEmpty());
}

TEST(Explain, WithEventsWhyItFired) {
  const TempFolder folder;
  Program program;
  const std::string events = folder.write("e.ndjson", event_line("h", "2026-01-01T00:00:00Z"));
  EXPECT_EQ(program.run({"explain", folder.write("a.yaral", rule_text("a")), events}), kClean);
  EXPECT_THAT(program.out(), StartsWith("rule a fires: 1 detection\n"));
}

TEST(Explain, SilentIsNoFailure) {
  const TempFolder folder;
  Program program;
  const std::string events = folder.write("e.ndjson", event_line("h", "2026-01-01T00:00:00Z"));
  EXPECT_EQ(program.run({"explain", folder.write("a.yaral", rule_text("a", "NETWORK_DNS")), events}), kClean);
  EXPECT_THAT(program.out(), StartsWith("rule a silent: "));
}

TEST(Explain, OneRuleOfSeveral) {
  const TempFolder folder;
  Program program;
  const std::string file = folder.write("a.yaral", rule_text("first") + rule_text("second"));
  EXPECT_EQ(program.run({"explain", file, "--rule", "second"}), kClean);
  EXPECT_THAT(program.out(), AllOf(HasSubstr("rule second"), Not(HasSubstr("rule first"))));
  EXPECT_EQ(program.run({"explain", file}), kClean);
  EXPECT_THAT(program.out(), AllOf(HasSubstr("rule second"), HasSubstr("rule first")));
  EXPECT_EQ(program.run({"explain", file, "--rule", "secnd"}), kWrongInput);
  EXPECT_EQ(program.err(), "yaral: error: no rule `secnd` can run here; did you mean `second`?\n");
  EXPECT_EQ(program.run({"explain", file, "--rule", "other"}), kWrongInput);
  EXPECT_EQ(program.err(), "yaral: error: no rule `other` can run here; there is first, second\n");
  const std::string events = folder.write("e.ndjson", event_line("h", "2026-01-01T00:00:00Z"));
  EXPECT_EQ(program.run({"explain", file, events, "--rule", "fist"}), kWrongInput);
  EXPECT_EQ(program.err(), "yaral: error: no rule `fist` can run here; did you mean `first`?\n");
}

TEST(Explain, TablesNeedNotBeThereToSayHowTheyAreJoined) {
  const TempFolder folder;
  Program program;
  const std::string file =
      folder.write("a.yaral", rule_text("a", "NETWORK_CONNECTION",
                                        "%vip.host = $host\n%vip.org != \"hr\"\n$e.target.port >= %vip.port\n"
                                        "%vip.port != \"\"\n$e.principal.user.userid in %vip.owner"));
  EXPECT_EQ(program.run({"explain", file}), kClean);
  EXPECT_THAT(program.out(), AllOf(HasSubstr("  %vip: every row is tried, with 2 tests\n"),
                                   HasSubstr("    %vip: looked up by `%vip.host = $host`, then 1 filter\n")));
  EXPECT_THAT(program.err(), IsEmpty());
}

TEST(Explain, JsonIsOneArray) {
  const TempFolder folder;
  Program program;
  const std::string events = folder.write("e.ndjson", event_line("h", "2026-01-01T00:00:00Z"));
  EXPECT_EQ(program.run({"explain", folder.write("a.yaral", rule_text("a")), events, "--format", "json"}), kClean);
  simdjson::dom::parser parser;
  const auto parsed = parser.parse(program.out());
  ASSERT_EQ(parsed.error(), simdjson::SUCCESS);
  EXPECT_EQ(std::string_view(parsed.at(0)["meaning"]["rule"]), "a");
  EXPECT_EQ(std::uint64_t(parsed.at(0)["outcome"]["detections"]), 1u);
}

TEST(Explain, WhatIsWrongIsTold) {
  const TempFolder folder;
  Program program;
  EXPECT_EQ(program.run({"explain", folder.path("none.yaral")}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("none.yaral"));
  EXPECT_EQ(program.run({"explain", folder.write("bad.yaral", "rule bad {")}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("bad.yaral"));
  EXPECT_EQ(program.run({"explain", folder.write("a.yaral", rule_text("a")), folder.path("none.evtx")}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("none.evtx"));
  EXPECT_EQ(program.run({"explain"}), kMisuse);
}

TEST(Explain, TheLogTypeOfTheInputsCanBeSaid) {
  const TempFolder folder;
  Program program;
  const std::string rule = folder.write("a.yaral", rule_text("a", "USER_RESOURCE_CREATION"));
  const std::string events = folder.write("e.ndjson", "{\"eventName\":\"CreateKey\"}\n");
  EXPECT_EQ(program.run({"explain", rule, events, "--log-type", "AWS_CLOUDTRIAL"}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("did you mean `AWS_CLOUDTRAIL`?"));
  EXPECT_EQ(program.run({"explain", rule, events}), kClean);
  const std::string unsaid = program.out();
  EXPECT_EQ(program.run({"explain", rule, events, "--log-type", "AWS_CLOUDTRAIL"}), kClean);
  EXPECT_NE(program.out(), unsaid);
}

TEST(Explain, AListThatIsNotThere) {
  const TempFolder folder;
  Program program;
  const std::string file = folder.write("a.yaral", rule_text("a", "PROCESS_LAUNCH", "$e.principal.hostname in %dcs"));
  EXPECT_EQ(program.run({"explain", file}), kClean);
  const std::string events = folder.write("e.ndjson", event_line("h", "2026-01-01T00:00:00Z"));
  EXPECT_EQ(program.run({"explain", file, events}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("%dcs"));
}

}  // namespace
}  // namespace yaral::cli
