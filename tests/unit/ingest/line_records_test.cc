// Records of several lines: what `codesign -dvvv` prints.
#include <gtest/gtest.h>

#include "read_helpers.h"

namespace yaral::ingest {
namespace {

void read_text(Outcome& run, const std::string& text, std::uint64_t record_limit = 0) {
  const TempDir dir;
  ReadOptions options;
  options.inputs = {dir.write("log", text)};
  options.threads = 1;
  if (record_limit != 0) options.record_limit = record_limit;
  read(run, options);
}

std::string codesign(int number) {
  return "Executable=/Applications/App" + std::to_string(number) +
         ".app/Contents/MacOS/App\nIdentifier=org.example.app\nFormat=Mach-O thin (arm64)\n"
         "Authority=Developer ID Application: Example Ltd (EXAMPLE123)\nAuthority=Apple Root CA\n"
         "CDHash=9f2b6c0d5ec85d743a1a9c840e388d08a1610001\nTeamIdentifier=EXAMPLE123\n";
}

TEST(LineRecords, LinesThatGoOnBelongToTheRecordBefore) {
  Outcome run;
  read_text(run, codesign(1) + "\n" + codesign(2));
  ASSERT_EQ(run.gathered.events.size(), 2u);
  for (const std::string& event : run.gathered.events) {
    EXPECT_NE(event.find(R"("team_id":"EXAMPLE123")"), std::string::npos) << event;
  }
}

TEST(LineRecords, AreWholeAcrossBlocks) {
  std::string text;
  for (int i = 0; i < 12000; ++i) text += codesign(i);
  ASSERT_GT(text.size(), 3u << 20);
  Outcome run;
  read_text(run, text);
  ASSERT_EQ(run.gathered.events.size(), 12000u);
  EXPECT_TRUE(run.report.problems.empty());
  for (const std::string& event : run.gathered.events) {
    ASSERT_NE(event.find(R"("team_id":"EXAMPLE123")"), std::string::npos) << event;
  }
}

TEST(LineRecords, LineOfAnotherLogEndsTheRecord) {
  Outcome run;
  read_text(run, codesign(1) + "<13>Mar  2 10:00:00 mac01 other[1]: something else\n" + "TeamIdentifier=LATE\n" +
                     codesign(2));
  ASSERT_EQ(run.gathered.events.size(), 3u);
  for (const std::string& event : run.gathered.events) EXPECT_EQ(event.find("LATE"), std::string::npos);
}

TEST(LineRecords, LongerOnesThanTheLimitAreCut) {
  std::string text = codesign(1);
  for (int i = 0; i < 200; ++i) text += "Authority=Another Authority " + std::to_string(i) + "\n";
  Outcome run;
  read_text(run, text, 1024);
  ASSERT_EQ(run.gathered.events.size(), 1u);
  EXPECT_LT(run.gathered.events[0].size(), 8192u);
}

}  // namespace
}  // namespace yaral::ingest
