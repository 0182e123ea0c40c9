// Records that hold several events: the rows of osquery's results.
#include <gtest/gtest.h>

#include <set>

#include "read_helpers.h"

namespace yaral::ingest {
namespace {

std::vector<std::string> read_events(const std::string& record) {
  const TempDir dir;
  ReadOptions options;
  options.inputs = {dir.write("log", record)};
  Outcome run;
  read(run, options);
  return run.gathered.events;
}

std::string snapshot(const std::string& rows) {
  return R"({"snapshot":[)" + rows +
         R"(],"action":"snapshot","name":"q","hostIdentifier":"h","calendarTime":"Mon Mar  2 10:30:00 2026 UTC",)"
         R"("unixTime":1772447400})";
}

TEST(JsonRows, EachIsAnEventWithAnIdentityOfItsOwn) {
  const auto events = read_events(snapshot(R"({"a":"1"},{"a":"1"})"));
  ASSERT_EQ(events.size(), 2u);
  EXPECT_NE(events[0], events[1]);
  EXPECT_EQ(events, read_events(snapshot(R"({"a":"1"},{"a":"1"})"))) << "the same in every run";
  for (const std::string& event : events) {
    EXPECT_NE(event.find(R"("hostname":"h")"), std::string::npos) << "what stands behind the list";
    EXPECT_NE(event.find(R"("columns.a":"1")"), std::string::npos);
    EXPECT_EQ(event.find("snapshot\":\"["), std::string::npos) << "not the list itself";
  }
}

TEST(JsonRows, ListWithoutObjectsLeavesOneEvent) {
  EXPECT_EQ(read_events(snapshot("")).size(), 1u);
  EXPECT_EQ(read_events(snapshot("1,null,[]")).size(), 1u);
}

TEST(JsonRows, LongListsAreReadWhole) {
  std::string rows = R"({"a":"0","b":"x"})";
  for (int i = 1; i < 15000; ++i) rows += R"(,{"a":")" + std::to_string(i) + R"(","b":"x"})";
  const auto events = read_events(snapshot(rows));
  ASSERT_EQ(events.size(), 15000u);
  EXPECT_NE(events.back().find(R"("columns.a":"14999")"), std::string::npos);
  EXPECT_EQ(std::set<std::string>(events.begin(), events.end()).size(), events.size());
}

}  // namespace
}  // namespace yaral::ingest
