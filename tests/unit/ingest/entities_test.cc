#include "ingest/entities.h"

#include <gmock/gmock.h>

#include "unit/ingest/read_helpers.h"

namespace yaral::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string entity(const std::string& host) {
  return R"({"metadata":{"entityType":"ASSET"},"entity":{"hostname":")" + host + "\"}}";
}

std::vector<std::string> texts(const ContextRecords& records) {
  std::vector<std::string> out;
  for (const udm::Event& record : records.records) out.push_back(udm::event_json(record));
  return out;
}

TEST(Entities, LinesArraysAndFolders) {
  const TempDir dir;
  dir.write("a.ndjson", entity("a") + "\n" + entity("b") + "\n");
  dir.write("b.json", "[\n  " + entity("c") + ",\n  {\"entity\": " + entity("d") + "}\n]\n");
  const ContextRecords records = read_entities({dir.path()});
  EXPECT_THAT(records.report.problems, IsEmpty());
  EXPECT_THAT(texts(records), ElementsAre(entity("a"), entity("b"), entity("c"), entity("d")));
}

TEST(Entities, BrokenRecordsAreToldAndTheRestIsKept) {
  const TempDir dir;
  const std::string file = dir.write("a.ndjson", entity("a") + "\n{\"metadata\":{\n{\"x\":1}\n" + entity("b") + "\n");
  const ContextRecords records = read_entities({file});
  EXPECT_THAT(texts(records), ElementsAre(entity("a"), entity("b")));
  EXPECT_EQ(records.skipped, 2u);
  ASSERT_THAT(records.report.problems, SizeIs(2));
  EXPECT_EQ(records.report.problems[0].place, "line 2");
  EXPECT_THAT(records.report.problems[1].message, HasSubstr("no `metadata.entity_type`"));
}

TEST(Entities, WithoutAReadableTypeOrIntervalARecordWouldMeanSomethingElse) {
  const TempDir dir;
  const std::string file =
      dir.write("a.ndjson", R"({"metadata":{"entityType":"NOPE"}})"
                            "\n"
                            R"({"metadata":{"entityType":"ASSET","interval":{"startTime":"rubbish"}}})"
                            "\n"
                            R"({"metadata":{"entityType":"ASSET","interval":{"endTime":"rubbish"}}})"
                            "\n" +
                                entity("a") + "\n");
  const ContextRecords records = read_entities({file});
  EXPECT_THAT(texts(records), ElementsAre(entity("a")));
  ASSERT_THAT(records.report.problems, SizeIs(3));
  EXPECT_THAT(records.report.problems[0].message, HasSubstr("`metadata.entity_type` holds a value"));
  EXPECT_THAT(records.report.problems[1].message, HasSubstr("`metadata.interval.start_time` holds a value"));
  EXPECT_THAT(records.report.problems[2].message, HasSubstr("`metadata.interval.end_time` holds a value"));
}

TEST(Entities, WhatIsNotThereAndTooMuch) {
  const TempDir dir;
  const std::string file = dir.write("a.ndjson", entity("a") + "\n");
  EXPECT_TRUE(read_entities({dir.path("gone")}).report.has_fatal());
  EXPECT_TRUE(read_entities({file}, {.bytes = 10}).report.has_fatal());
  const ContextRecords none = read_entities({file}, {.record_bytes = 10});
  EXPECT_TRUE(none.records.empty());
  EXPECT_FALSE(none.report.problems.empty());
}

}  // namespace
}  // namespace yaral::ingest
