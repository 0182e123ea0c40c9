#include "cli/app.h"

#include <fstream>

#include <gmock/gmock.h>

#include "unit/cli/program.h"

namespace yaral::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

TEST(App, WithoutArgumentsShowsHelpAsMisuse) {
  Program program;
  EXPECT_EQ(program.run({}), kMisuse);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_THAT(program.err(), HasSubstr("Examples:"));
}

TEST(App, HelpOfEveryCommandHasExamples) {
  Program program;
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{"--help"},
                                                                                         {"scan", "--help"},
                                                                                         {"check", "--help"},
                                                                                         {"fmt", "--help"},
                                                                                         {"functions", "--help"},
                                                                                         {"fields", "--help"},
                                                                                         {"version", "--help"}}) {
    EXPECT_EQ(program.run(arguments), kClean);
    EXPECT_THAT(program.out(), HasSubstr("Example"));
    EXPECT_THAT(program.err(), IsEmpty());
  }
}

TEST(App, VersionIsThatOfTheProject) {
  Program program;
  EXPECT_EQ(program.run({"version"}), kClean);
  const std::string version = program.out();
  EXPECT_THAT(version, MatchesRegex("yaral [0-9]+\\.[0-9]+\\.[0-9]+\n"));
  EXPECT_EQ(program.run({"--version"}), kClean);
  EXPECT_EQ(program.out(), version);
}

TEST(App, MisspeltCommand) {
  Program program;
  EXPECT_EQ(program.run({"scna", "x"}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("there is no command `scna`; did you mean `scan`?"));
}

TEST(App, WrongOptionsAreMisuse) {
  Program program;
  EXPECT_EQ(program.run({"scan", "--nonsense", "x"}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("--nonsense"));
  EXPECT_THAT(program.err(), HasSubstr("yaral scan --help"));
  EXPECT_EQ(program.run({"scan"}), kMisuse);
  EXPECT_EQ(program.run({"check"}), kMisuse);
  EXPECT_EQ(program.run({"scan", "--format", "xml", "x"}), kMisuse);
  EXPECT_EQ(program.run({"scan", "--threads", "0", "x"}), kMisuse);
  EXPECT_EQ(program.run({"scan", "--threads", "many", "x"}), kMisuse);
  EXPECT_EQ(program.run({"scan", "--from", "yesterday", "x"}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("`yesterday` is no time"));
  EXPECT_EQ(program.run({"scan", "--from", "2026-01-02", "--to", "2026-01-02", "x"}), kMisuse);
  EXPECT_EQ(program.run({"scan", "--format", "csv", "--show", "events", "x"}), kMisuse);
  EXPECT_EQ(program.run({"check", "--format", "xml", "x"}), kMisuse);
}

TEST(App, MessagesCannotActOnTheTerminal) {
  Program program;
  program.run({"scan", "--\x1b[2J"});
  EXPECT_EQ(program.err().find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace yaral::cli
