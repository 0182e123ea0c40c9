#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "evtx_writer.h"
#include "ingest/evtx.h"
#include "read_helpers.h"

namespace yaral::ingest {
namespace {

using evtx_writer::ChunkWriter;

constexpr std::uint64_t kRecords = 20;  // a chunk

std::string make_chunk(std::uint64_t first) {
  ChunkWriter chunk(first);
  const auto form = evtx_writer::event_form(1, {u"Image", u"CommandLine"});
  for (std::uint64_t id = first; id < first + kRecords; ++id) {
    EXPECT_TRUE(chunk.add(
        form, evtx_writer::event_values(id, 1, {evtx_writer::text(u"C:\\a.exe"), evtx_writer::text(u"certutil")})));
  }
  return chunk.finish();
}

// More than a block holds.
std::string make_log(std::size_t chunks) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < chunks; ++i) all.push_back(make_chunk(1 + i * kRecords));
  return evtx_writer::write_file(all);
}

std::uint64_t records_by_scan(const std::string& file) {
  evtx::Stats stats;
  evtx::scan(std::as_bytes(std::span(file)), [](const WindowsEvent&) {}, stats);
  return stats.records;
}

std::uint64_t read_events(const std::string& file, unsigned threads) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("log", file)}, threads);
  EXPECT_EQ(run.report.by_file.size(), 1u);
  return run.report.events;
}

TEST(ReadEvtx, AllRecordsOfALogBiggerThanABlock) {
  const std::string file = make_log(50);
  EXPECT_EQ(records_by_scan(file), 50 * kRecords);
  for (const unsigned threads : {1u, 4u}) EXPECT_EQ(read_events(file, threads), 50 * kRecords);
}

TEST(ReadEvtx, DamagedCopiesGiveWhatAReaderOfTheWholeFileFinds) {
  const std::string file = make_log(40);
  constexpr std::size_t kChunk = 65536;
  struct Damage {
    std::size_t at;
    std::size_t remove;
    std::string insert;
  };
  const Damage damages[] = {
      {4096 + 17 * kChunk + 1000, 333, ""},                    // bytes lost inside a chunk
      {4096 + 15 * kChunk, 5 * kChunk + 77, ""},               // chunks lost
      {4096 + 16 * kChunk, 0, std::string(1000, 'j')},         // junk between chunks
      {4096 + 16 * kChunk, 0, std::string(3 * kChunk, '\0')},  // empty slots
      {4096 + 33 * kChunk, 8, "12345678"},                     // a chunk without signature
      {4096 + 20 * kChunk + 30000, SIZE_MAX, ""},              // cut
      {0, 4096, ""},                                           // no file header
      {100, 1, "x"},                                           // a file header with a wrong checksum
  };
  for (const Damage& damage : damages) {
    std::string copy = file;
    copy.replace(damage.at, damage.remove, damage.insert);
    EXPECT_EQ(read_events(copy, 2), records_by_scan(copy)) << damage.at;
  }
}

TEST(ReadEvtx, DamageIsTold) {
  std::string file = make_log(3);
  file.replace(4096 + 65536 + 4000, 200, std::string(200, '\xEE'));
  TempDir dir;
  Outcome run;
  read(run, {dir.write("log.evtx", file)});
  EXPECT_GT(run.report.events, 2 * kRecords);
  EXPECT_LT(run.report.events, 3 * kRecords);
  EXPECT_TRUE(has_problem(run.report, "chunk at offset 69632", "wrong checksum"));
  EXPECT_GE(skipped(run.report, "broken EVTX record"), 1u);
  EXPECT_EQ(run.report.by_file[0].format, "EVTX");
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(ReadEvtx, AHeaderAlone) {
  EXPECT_EQ(read_events(make_log(0), 1), 0u);
  EXPECT_EQ(read_events(std::string("ElfFile\0", 8), 1), 0u);
}

TEST(ReadEvtx, ACutOffLogIsTold) {
  const std::string file = make_log(3);
  TempDir dir;
  Outcome run;
  read(run, {dir.write("log", file.substr(0, file.size() - 100))}, 1);
  EXPECT_GE(run.report.events, 2 * kRecords);
  EXPECT_EQ(run.report.skipped.at("damaged file, read up to the damage"), 1u);
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(ReadEvtx, WholeChunksMissingAreTold) {
  const std::string file = make_log(3);
  TempDir dir;
  Outcome run;
  read(run, {dir.write("log", file.substr(0, file.size() - 65536))}, 1);
  EXPECT_EQ(run.report.events, 2 * kRecords);
  EXPECT_EQ(run.report.skipped.at("damaged file, read up to the damage"), 1u);
}

TEST(ReadEvtx, ACutOffLogWithoutAnyEventIsFatalWhereNamed) {
  const std::string file = make_log(1);
  for (const std::size_t size : {8u, 100u, 4096u, 4608u}) {
    TempDir dir;
    Outcome run;
    read(run, {dir.write("log", file.substr(0, size))}, 1);
    EXPECT_EQ(run.report.events, 0u);
    EXPECT_TRUE(run.report.has_fatal()) << size;
  }
}

}  // namespace
}  // namespace yaral::ingest
