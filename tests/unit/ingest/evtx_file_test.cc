#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "ingest/evtx.h"
#include "unit/ingest/evtx_writer.h"

namespace yaral::ingest::evtx {
namespace {

using evtx_writer::ChunkWriter;
using evtx_writer::write_file;

constexpr std::size_t kRecordsAChunk = 40;

std::span<const std::byte> bytes_of(const std::string& file) { return std::as_bytes(std::span(file)); }

ChunkWriter make_chunk(std::uint64_t first) {
  ChunkWriter chunk(first);
  const auto one = evtx_writer::event_form(1, {u"Image", u"CommandLine"});
  const auto two = evtx_writer::event_form(2, {u"Key"});
  for (std::uint64_t id = first; id < first + kRecordsAChunk; ++id) {
    const std::u16string words(20 + id % 30, u'x');
    std::vector<evtx_writer::Value> data = {evtx_writer::text(words)};
    if (id % 2 != 0) data.push_back(evtx_writer::text(u"ünïcode"));
    EXPECT_TRUE(chunk.add(id % 2 != 0 ? one : two, evtx_writer::event_values(id, 1, std::move(data))));
  }
  return chunk;
}

std::vector<std::string> make_chunks(std::size_t count) {
  std::vector<std::string> chunks;
  for (std::size_t i = 0; i < count; ++i) chunks.push_back(make_chunk(1 + i * kRecordsAChunk).finish());
  return chunks;
}

struct Scan {
  std::vector<std::uint64_t> ids;
  Stats stats;

  explicit Scan(const std::string& file) {
    scan(
        bytes_of(file),
        [this](const WindowsEvent& event) {
          ids.push_back(event.record_id);
          // Views must point somewhere: read them all.
          std::size_t sum = event.channel.size() + event.message.size();
          for (const auto& datum : event.data) {
            for (const char c : datum.name) sum += static_cast<unsigned char>(c);
            for (const char c : datum.value) sum += static_cast<unsigned char>(c);
          }
          EXPECT_LT(sum, 1u << 30);
        },
        stats);
  }
};

std::vector<std::uint64_t> ids(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> ids;
  for (; first <= last; ++first) ids.push_back(first);
  return ids;
}

std::uint64_t failures(const Stats& stats, RecordError error) {
  return stats.failures[static_cast<std::size_t>(error)];
}

TEST(EvtxFile, ReadsAllChunks) {
  const Scan scan(write_file(make_chunks(3)));
  EXPECT_EQ(scan.ids, ids(1, 120));
  EXPECT_EQ(scan.stats.chunks, 3u);
  EXPECT_EQ(scan.stats.records, 120u);
  EXPECT_EQ(scan.stats.failed_records(), 0u);
  EXPECT_EQ(scan.stats.bad_header_checksums, 0u);
  EXPECT_EQ(scan.stats.bad_record_checksums, 0u);
  EXPECT_EQ(scan.stats.skipped_bytes, 0u);
  EXPECT_EQ(scan.stats.chunks_beyond_header, 0u);
  EXPECT_FALSE(scan.stats.bad_file_header);
}

TEST(EvtxFile, ParsesTheHeader) {
  const std::string file = write_file(make_chunks(2), {.dirty = true});
  const auto header = parse_file_header(bytes_of(file));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->chunks, 2u);
  EXPECT_TRUE(header->dirty);
  EXPECT_FALSE(header->full);
  EXPECT_TRUE(header->checksum_good);
  EXPECT_EQ(header->header_size, 4096u);
  EXPECT_EQ(parse_file_header(bytes_of("ElfFi")).error(), FileError::kTooShort);
  EXPECT_EQ(parse_file_header(bytes_of(file.substr(0, 100))).error(), FileError::kTooShort);
  EXPECT_EQ(parse_file_header(bytes_of("PK\3\4 something else")).error(), FileError::kNoSignature);
  EXPECT_TRUE(looks_like_evtx(bytes_of(file)));
  EXPECT_TRUE(looks_like_evtx(bytes_of(file.substr(4096))));
  EXPECT_FALSE(looks_like_evtx(bytes_of("<Event>")));
}

TEST(EvtxFile, ReadsChunksTheHeaderDoesNotKnow) {
  const Scan scan(write_file(make_chunks(3), {.chunks_in_header = 1, .dirty = true}));
  EXPECT_EQ(scan.ids, ids(1, 120));
  EXPECT_EQ(scan.stats.chunks_beyond_header, 2u);
}

TEST(EvtxFile, ReadsWithoutFileHeader) {
  const std::string file = write_file(make_chunks(2));
  std::string wiped = file;
  wiped.replace(0, 4096, std::string(4096, '\0'));
  EXPECT_EQ(Scan(wiped).ids, ids(1, 80));
  EXPECT_TRUE(Scan(wiped).stats.bad_file_header);
  EXPECT_EQ(Scan(file.substr(4096)).ids, ids(1, 80));  // chunks cut out
  std::string wrong_size = file;
  wrong_size[40] = 77;  // where the first chunk begins; the checksum tells that it is not so
  EXPECT_EQ(Scan(wrong_size).ids, ids(1, 80));
}

TEST(EvtxFile, EmptySlotsAreNoErrors) {
  auto chunks = make_chunks(2);
  chunks.insert(chunks.begin() + 1, std::string(kChunkSize, '\0'));
  chunks.emplace_back(kChunkSize, '\0');
  const Scan scan(write_file(chunks, {.chunks_in_header = 2}));
  EXPECT_EQ(scan.ids, ids(1, 80));
  EXPECT_EQ(scan.stats.empty_slots, 2u);
  EXPECT_EQ(scan.stats.failed_records(), 0u);
  EXPECT_EQ(scan.stats.skipped_bytes, 0u);
}

TEST(EvtxFile, BadChecksumsAreCountedAndRecordsStillRead) {
  auto chunks = make_chunks(2);
  chunks[0][52] ^= 1;   // checksum of records, which is also under that of the header
  chunks[1][200] ^= 1;  // the table of names
  const Scan scan(write_file(chunks));
  EXPECT_EQ(scan.ids, ids(1, 80));
  EXPECT_EQ(scan.stats.bad_record_checksums, 1u);
  EXPECT_EQ(scan.stats.bad_header_checksums, 2u);
}

TEST(EvtxFile, GoesOnAfterADamagedRecord) {
  const ChunkWriter writer = make_chunk(1);
  std::string chunk = writer.finish();
  const std::uint32_t damaged = writer.record_offsets()[10];
  for (const auto& [offset, name] : {std::pair{0u, "signature"}, std::pair{4u, "size"}}) {
    std::string copy = chunk;
    copy[damaged + offset] = '\x77';
    const Scan scan(write_file({copy}));
    auto expected = ids(1, kRecordsAChunk);
    expected.erase(expected.begin() + 10);
    EXPECT_EQ(scan.ids, expected) << name;
    EXPECT_EQ(failures(scan.stats, RecordError::kBadFrame), 1u) << name;
    EXPECT_EQ(scan.stats.skipped_bytes, writer.record_offsets()[11] - damaged) << name;
  }
  // The size at the end alone is wrong: the record itself is whole.
  std::string copy = chunk;
  copy[writer.record_offsets()[11] - 4] ^= 0x55;
  EXPECT_EQ(Scan(write_file({copy})).ids, ids(1, kRecordsAChunk));
  // What is inside is broken: only this record is lost.
  copy = chunk;
  copy[damaged + 28] = '\x1f';
  const Scan scan(write_file({copy}));
  EXPECT_EQ(scan.ids.size(), kRecordsAChunk - 1);
  EXPECT_EQ(failures(scan.stats, RecordError::kBadToken), 1u);
}

TEST(EvtxFile, GoesOnAfterADamagedChunk) {
  auto chunks = make_chunks(3);
  chunks[1].replace(0, 8, "XXXXXXXX");  // no signature, but its records are there
  const Scan no_signature(write_file(chunks));
  EXPECT_EQ(no_signature.ids, ids(1, 120));
  EXPECT_EQ(no_signature.stats.chunks_without_signature, 1u);

  chunks[1].assign(kChunkSize, '\x55');
  const Scan overwritten(write_file(chunks));
  EXPECT_EQ(overwritten.ids.size(), 80u);
  EXPECT_EQ(overwritten.stats.skipped_bytes, kChunkSize);
}

TEST(EvtxFile, FindsChunksThatAreOutOfPlace) {
  const auto chunks = make_chunks(3);
  const std::string file = write_file(chunks);
  std::string inserted = file;
  inserted.insert(4096 + kChunkSize, "some bytes too many");
  const Scan more(inserted);
  EXPECT_EQ(more.ids, ids(1, 120));
  EXPECT_EQ(more.stats.skipped_bytes, 19u);

  for (const std::size_t offset : {5000, 40000}) {  // among the first chunk's records, behind them
    std::string removed = file;
    removed.erase(4096 + offset, 1000);
    const Scan fewer(removed);
    const std::set<std::uint64_t> found(fewer.ids.begin(), fewer.ids.end());
    EXPECT_TRUE(found.contains(1));
    for (std::uint64_t id = kRecordsAChunk + 1; id <= 120; ++id) EXPECT_TRUE(found.contains(id)) << id;
    EXPECT_EQ(found.size() == 120, offset == 40000);
  }
}

TEST(EvtxFile, AChunkInsideAnEventIsNoChunk) {
  // A value that looks like a chunk must not hide the records behind it.
  ChunkWriter writer;
  const auto form = evtx_writer::event_form(1, {u"Blob"});
  const std::string fake = make_chunk(900).finish().substr(0, 600);
  writer.add(form, evtx_writer::event_values(1, 1, {evtx_writer::raw(0x0e, fake)}));
  writer.add(form, evtx_writer::event_values(2, 1, {evtx_writer::text(u"after")}));
  EXPECT_EQ(Scan(write_file({writer.finish()})).ids, ids(1, 2));
}

TEST(EvtxFile, RemainsOfDeletedRecordsAreLeftOut) {
  ChunkWriter old = make_chunk(500);
  std::string chunk = old.finish();
  const std::string fresh = make_chunk(1).finish();
  const std::uint32_t end = make_chunk(1).record_offsets()[20];
  ChunkWriter few(1);
  chunk.replace(0, end, fresh.substr(0, end));
  std::memcpy(chunk.data() + 48, &end, 4);
  evtx_writer::seal(chunk);
  EXPECT_EQ(Scan(write_file({chunk})).ids, ids(1, 20));
}

TEST(EvtxFile, RecordsWrittenAfterTheHeaderAreRead) {
  const ChunkWriter writer = make_chunk(1);
  std::string chunk = writer.finish();
  const std::uint32_t end = writer.record_offsets()[30];
  std::memcpy(chunk.data() + 48, &end, 4);
  evtx_writer::seal(chunk);
  EXPECT_EQ(Scan(write_file({chunk}, {.dirty = true})).ids, ids(1, kRecordsAChunk));
}

TEST(EvtxFile, TruncatedAnywhereKeepsWhatIsWhole) {
  const std::string file = write_file(make_chunks(2));
  std::size_t before = 0;
  for (std::size_t size = 0; size <= file.size(); size += 1024) {
    const Scan scan(file.substr(0, size));
    EXPECT_GE(scan.ids.size(), before) << size;
    EXPECT_EQ(scan.ids, ids(1, scan.ids.size())) << size;
    before = scan.ids.size();
  }
  EXPECT_EQ(Scan(file.substr(0, 4096 + 10000)).stats.failed_records(), 1u);
}

TEST(EvtxFile, FlippedBytesNeverCrashAndCostFewRecords) {
  const std::string file = write_file(make_chunks(2));
  std::mt19937 random(20240102);
  std::size_t read = 0;
  constexpr int kRounds = 3000;
  for (int round = 0; round < kRounds; ++round) {
    std::string damaged = file;
    // Where the chunks' records are, as most of a chunk is free here.
    const std::size_t chunk = 4096 + random() % 2 * kChunkSize;
    damaged[chunk + random() % 16000] ^= static_cast<char>(1 + random() % 255);
    read += Scan(damaged).ids.size();
  }
  EXPECT_GT(read, kRounds * 80u * 9 / 10);
}

TEST(EvtxFile, ManyFlippedBytesNeverCrash) {
  const std::string file = write_file(make_chunks(2));
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::string damaged = file;
    for (int i = 0; i < 200; ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
    const Scan scan(damaged);
    EXPECT_LE(scan.ids.size(), 80u);
  }
}

TEST(EvtxFile, StatsAddUp) {
  Stats sum;
  Scan one(write_file(make_chunks(1)));
  Scan two(write_file(make_chunks(2), {.chunks_in_header = 1}).substr(0, 4096 + 70000));
  sum += one.stats;
  sum += two.stats;
  EXPECT_EQ(sum.records, one.stats.records + two.stats.records);
  EXPECT_EQ(sum.chunks, 3u);
  EXPECT_EQ(sum.failed_records(), two.stats.failed_records());
  EXPECT_GT(sum.failed_records(), 0u);
  EXPECT_EQ(sum.chunks_beyond_header, 1u);
}

}  // namespace
}  // namespace yaral::ingest::evtx
