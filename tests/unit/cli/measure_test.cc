#include <gmock/gmock.h>

#include <simdjson.h>

#include "packs/files.h"
#include "program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class MeasureCommand : public ::testing::Test {
 protected:
  // Five starts on two hosts over two days: four windows of host a, one of host b.
  MeasureCommand() {
    folder_.write("rules/a.yaral", rule_text("launches", "PROCESS_LAUNCH", "$e.target.process.command_line != \"\""));
    folder_.write("rules/b.yaral", rule_text("logins", "USER_LOGIN"));
    folder_.write("logs/a.ndjson", event_line("a", "2026-03-01T10:00:00Z", "one.exe") +
                                       event_line("a", "2026-03-01T11:00:00Z", "one.exe") +
                                       event_line("a", "2026-03-01T12:00:00Z", "one.exe") +
                                       event_line("A", "2026-03-02T12:00:00Z", "two|.exe") +
                                       event_line("b", "2026-03-02T12:00:00Z", "one.exe"));
  }

  int run(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"measure", "--rules", folder_.path("rules"), folder_.path("logs")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return program_.run(arguments);
  }

  TempFolder folder_;
  Program program_;
};

TEST_F(MeasureCommand, RatesAndReasons) {
  EXPECT_EQ(run(), kClean) << program_.err();
  EXPECT_THAT(program_.out(), HasSubstr("5 events, 2 hosts, 3 host-days"));
  EXPECT_THAT(program_.out(), HasSubstr("          5     1000000.00         1.6667  launches"));
  EXPECT_THAT(program_.out(), HasSubstr("keys: a (3), A (1), b (1)"));
  EXPECT_THAT(program_.out(), HasSubstr("target.process.command_line: one.exe (4), two|.exe (1)"));
  EXPECT_THAT(program_.out(), HasSubstr("1 rule found nothing"));
  const std::string one_thread = program_.out();
  EXPECT_EQ(run({"--threads", "3"}), kClean);
  EXPECT_EQ(program_.out(), one_thread);
}

TEST_F(MeasureCommand, FormatsAndComparison) {
  EXPECT_EQ(run({"--format", "markdown"}), kClean);
  EXPECT_THAT(program_.out(), AllOf(HasSubstr("| `launches` | 5 | 1000000.00 | 1.6667 |"), HasSubstr("two\\|.exe")));
  const std::string before = folder_.path("before.json");
  EXPECT_EQ(run({"--format", "json", "-o", before}), kClean);
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(packs::read_text_file(before).value()).error(), simdjson::SUCCESS);

  folder_.write("rules/a.yaral",
                rule_text("launches", "PROCESS_LAUNCH", "$e.target.process.command_line = \"one.exe\""));
  EXPECT_EQ(run({"--compare", before}), kClean);
  EXPECT_THAT(program_.out(), AllOf(HasSubstr("          5            4           -1  launches"),
                                    Not(HasSubstr("logins")), Not(HasSubstr("The inputs differ"))));
  const std::string& table = program_.out();
  EXPECT_EQ(table.substr(8, table.find('\n') - 8), table.substr(table.find("after:") + 8, table.find('\n') - 8))
      << "the same events, hosts and host-days";
  folder_.write("logs/b.ndjson", event_line("c", "2026-03-01T10:00:00Z"));
  EXPECT_EQ(run({"--compare", before}), kClean);
  EXPECT_THAT(program_.out(), HasSubstr("The inputs differ"));
}

TEST_F(MeasureCommand, WrongUse) {
  EXPECT_EQ(run({"--compare", folder_.path("none.json")}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("none.json: no such file"));
  EXPECT_EQ(run({"--compare", folder_.write("odd.json", "[]")}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("no result of `yaral measure --format json`"));
  EXPECT_EQ(run({"--compare", folder_.write("odd.json", R"({"rules":[{"rule":"x"}],"events":1,"host_days":1})")}),
            kMisuse);
  EXPECT_EQ(run({"--format", "xml"}), kMisuse);
  EXPECT_EQ(run({"--compare", "x.json", "--format", "json"}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("--compare prints a table"));
  folder_.write("rules/broken.yaral", "rule x {");
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("launches"));
}

TEST_F(MeasureCommand, WithoutEventsNothingIsDivided) {
  folder_.write("logs/a.ndjson", "");
  EXPECT_EQ(run(), kClean);
  EXPECT_THAT(program_.out(), HasSubstr("0 events, 0 hosts, 0 host-days"));
  EXPECT_THAT(program_.err(), HasSubstr("no events were found"));
}

}  // namespace
}  // namespace yaral::cli
